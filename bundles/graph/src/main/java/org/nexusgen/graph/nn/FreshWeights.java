package org.nexusgen.graph.nn;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.train.InitialWeight;

/** Weights before their first step: names and shapes of a graph, filled by one of two rules. */
public final class FreshWeights {
  private static final String WEIGHT = ".weight";
  private static final String BIAS = ".bias";

  private final Map<String, Shape> shapes;

  private FreshWeights(Graph graph) {
    shapes =
        graph.weights().stream()
            .collect(Collectors.toMap(Graph.Argument::name, weight -> weight.type().shape()));
  }

  /**
   * As PyTorch makes linear layers, convolutions and norms: He et al. 2015 with a = √5, which comes
   * to ±1/√(values that one output reads), for matrices, kernels and their biases; norms do nothing
   * yet.
   *
   * @return a start for each weight of a network of such layers, in the graph's order
   */
  public static List<InitialWeight> of(Graph graph) {
    FreshWeights fresh = new FreshWeights(graph);
    return graph.weights().stream().map(weight -> fresh.start(weight.name())).toList();
  }

  /** As transformers' {@code _init_weights}: matrices normal, biases 0, scales of norms 1. */
  public static List<InitialWeight> normal(Graph graph, double std) {
    return graph.weights().stream()
        .map(
            weight -> {
              InitialWeight.Start ofVector =
                  weight.name().endsWith(BIAS) ? InitialWeight.zeros() : InitialWeight.ones();
              return new InitialWeight(
                  weight.name(),
                  weight.type().shape(),
                  weight.type().rank() > 1 ? InitialWeight.normal(std) : ofVector);
            })
        .toList();
  }

  private InitialWeight start(String name) {
    Shape shape = shape(name);
    if (!name.endsWith(BIAS)) {
      return new InitialWeight(name, shape, start(shape, InitialWeight.ones()));
    }
    Shape reader = shape(name.substring(0, name.length() - BIAS.length()) + WEIGHT);
    return new InitialWeight(name, shape, start(reader, InitialWeight.zeros()));
  }

  private static InitialWeight.Start start(Shape reader, InitialWeight.Start ofNorm) {
    if (reader.rank() == 1) {
      return ofNorm;
    }
    double reads = (double) reader.elements() / reader.dim(0);
    return InitialWeight.uniform(1 / Math.sqrt(reads));
  }

  private Shape shape(String name) {
    Shape shape = shapes.get(name);
    if (shape == null) {
      throw new IllegalArgumentException("weight '" + name + "' is not of this graph");
    }
    return shape;
  }
}
