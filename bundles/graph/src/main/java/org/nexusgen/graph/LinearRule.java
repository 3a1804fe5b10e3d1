package org.nexusgen.graph;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nexusgen.api.graph.Attribute;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Finds the linear layers of a graph while it is rewritten ({@link org.nexusgen.graph.nn.Linear}):
 * a MatMul whose right operand is a weight [N,K] behind a Transpose.
 */
@ConsumerType
public abstract class LinearRule implements GraphRewriter.Rule {
  private final Set<String> weights = new HashSet<>();
  private final Map<Value, Value> transposed = new HashMap<>();

  protected LinearRule(Graph graph) {
    graph.weights().forEach(weight -> weights.add(weight.name()));
  }

  /**
   * A linear layer.
   *
   * @param x [..., K]
   * @param weight [N,K]
   * @return what stands for x · weightᵀ, or nothing to leave it
   */
  protected abstract Optional<Value> linear(GraphBuilder b, Value x, Value weight);

  /** A sum with a weight, which may be the bias of what {@link #linear} gave. */
  protected Optional<Value> biased(GraphBuilder b, Value sum, Value bias) {
    return Optional.empty();
  }

  @Override
  public List<Value> rewrite(GraphBuilder b, Node node, List<Value> operands) {
    return replacement(b, node, operands).map(List::of).orElseGet(() -> copy(b, node, operands));
  }

  private Optional<Value> replacement(GraphBuilder b, Node node, List<Value> operands) {
    return switch (node.op()) {
      case "MatMul" -> {
        Value weight = transposed.get(operands.get(1));
        yield weight == null ? Optional.empty() : linear(b, operands.get(0), weight);
      }
      case "Add" ->
          isWeight(operands.get(1)) && operands.get(1).rank() == 1
              ? biased(b, operands.get(0), operands.get(1))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  private List<Value> copy(GraphBuilder b, Node node, List<Value> operands) {
    List<Value> results = GraphRewriter.copy(b, node, operands);
    boolean swapsMatrix =
        node.op().equals("Transpose")
            && node.attributes().get("perm") instanceof Attribute.IntList perm
            && perm.values().equals(List.of(1L, 0L));
    if (swapsMatrix && isWeight(operands.get(0))) {
      transposed.put(results.get(0), operands.get(0));
    }
    return results;
  }

  private boolean isWeight(Value value) {
    return weights.contains(value.name());
  }
}
