package org.nexusgen.training.lora;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.InitialWeight;
import org.nexusgen.api.weights.Adapter;
import org.nexusgen.api.weights.Adapter.Factors;
import org.nexusgen.api.weights.WeightSet;

/**
 * Training of low-rank additions instead of weights (LoRA, Hu et al. 2021, arXiv 2106.09685):
 * {@code x Wᵀ} becomes {@code x Wᵀ + alpha / rank · x Aᵀ Bᵀ}, where only A and B learn. Knows no
 * network: every linear layer of every graph can be adapted.
 *
 * @param rank rows of A
 * @param alpha strength
 * @param targets layers to adapt, such as {@code q_proj}: whole names, or what names end in behind
 *     a dot
 */
public record Lora(int rank, double alpha, List<String> targets) {
  private static final String WEIGHT = ".weight";
  private static final String A = ".lora_A.weight";
  private static final String B = ".lora_B.weight";

  public Lora {
    targets = List.copyOf(targets);
    if (rank < 1 || !Double.isFinite(alpha) || targets.isEmpty()) {
      throw new BadInputException(
          "lora: got rank %d, alpha %s and targets %s; wants 1 or more, a number, and 1 or more"
              .formatted(rank, alpha, targets));
    }
  }

  double factor() {
    return alpha / rank;
  }

  boolean targets(String weight) {
    if (!weight.endsWith(WEIGHT)) {
      return false;
    }
    String layer = layer(weight);
    return targets.stream().anyMatch(one -> layer.equals(one) || layer.endsWith("." + one));
  }

  static String a(String weight) {
    return layer(weight) + A;
  }

  static String b(String weight) {
    return layer(weight) + B;
  }

  private static String layer(String weight) {
    return weight.substring(0, weight.length() - WEIGHT.length());
  }

  private static boolean isFactor(String name) {
    return name.endsWith(A) || name.endsWith(B);
  }

  /**
   * The graph with A and B beside its targets' weights.
   *
   * @throws BadInputException if a target names no layer of the graph, or one that is not linear
   */
  public Graph on(Graph graph) {
    return new LoraRewriter(this, graph).rewrite();
  }

  /** The weights of an adapted graph that must not learn: all but A and B. */
  public static Set<String> frozen(Graph adapted) {
    return adapted.weights().stream()
        .map(Graph.Argument::name)
        .filter(name -> !isFactor(name))
        .collect(Collectors.toSet());
  }

  /** A and B of an adapted graph as PEFT starts them: A as linear layers start, B zero. */
  public static List<InitialWeight> initialWeights(Graph adapted) {
    return adapted.weights().stream()
        .filter(weight -> isFactor(weight.name()))
        .map(
            weight ->
                new InitialWeight(
                    weight.name(),
                    weight.type().shape(),
                    weight.name().endsWith(A)
                        ? InitialWeight.uniform(1 / Math.sqrt(weight.type().shape().size(1)))
                        : InitialWeight.zeros()))
        .toList();
  }

  /**
   * What was learned.
   *
   * @param weights of an adapted graph, others among them
   */
  public Adapter adapter(WeightSet set, Map<String, Tensor> weights) {
    Map<String, Factors> factors = new HashMap<>();
    weights.forEach(
        (name, a) -> {
          if (name.endsWith(A)) {
            String weight = name.substring(0, name.length() - A.length()) + WEIGHT;
            Tensor b = weights.get(b(weight));
            if (b == null) {
              throw new IllegalArgumentException("'" + b(weight) + "' is missing beside " + name);
            }
            factors.put(weight, new Factors(a, b));
          }
        });
    return new Adapter(Set.of(set), rank, alpha, factors);
  }

  /**
   * A and B of an adapter as weights of an adapted graph, to learn on.
   *
   * @throws BadInputException if its rank is another
   */
  public Map<String, Tensor> weights(Adapter adapter) {
    if (adapter.rank() != rank) {
      throw new BadInputException(
          "lora: the adapter has rank %d, training wants %d".formatted(adapter.rank(), rank));
    }
    Map<String, Tensor> weights = new HashMap<>();
    adapter
        .factors()
        .forEach(
            (weight, factors) -> {
              weights.put(a(weight), factors.a());
              weights.put(b(weight), factors.b());
            });
    return weights;
  }
}
