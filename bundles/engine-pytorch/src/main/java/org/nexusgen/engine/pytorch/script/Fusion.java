package org.nexusgen.engine.pytorch.script;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.graph.Attribute;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;

/**
 * Finds operators that PyTorch has as one: {@value #LINEAR} (a product with a transposed matrix,
 * and the bias behind it) and {@value #SILU}.
 */
final class Fusion {
  /** x · wᵀ + b; inputs x, w and, if any, b. */
  static final String LINEAR = "Linear";

  /** x · sigmoid(x). */
  static final String SILU = "Silu";

  private final TypedGraph typed;
  private final Map<String, Node> makers = new HashMap<>();
  private final Map<String, Integer> uses = new HashMap<>();

  private Fusion(TypedGraph typed) {
    this.typed = typed;
    for (Node node : typed.graph().nodes()) {
      node.inputs().forEach(this::use);
    }
    typed.graph().outputs().stream().map(Graph.Argument::name).forEach(this::use);
  }

  private void use(String name) {
    uses.merge(name, 1, Integer::sum);
  }

  /** The graph's nodes in order, with those that were found in place of their parts. */
  static List<Node> nodes(TypedGraph typed) {
    return new Fusion(typed).fused();
  }

  private List<Node> fused() {
    List<Node> nodes = new ArrayList<>();
    for (Node node : typed.graph().nodes()) {
      Node found = replacement(node).orElse(node);
      if (!found.equals(node)) { // what it read before is read once less
        node.inputs().forEach(name -> uses.merge(name, -1, Integer::sum));
        found.inputs().forEach(this::use);
      }
      found.outputs().forEach(output -> makers.put(output, found));
      nodes.add(found);
    }
    return needed(nodes);
  }

  private Optional<Node> replacement(Node node) {
    return switch (node.op()) {
      case "MatMul" -> linear(node);
      case "Add" -> biased(node, 0, 1).or(() -> biased(node, 1, 0));
      case "Mul" -> silu(node, 0, 1).or(() -> silu(node, 1, 0));
      default -> Optional.empty();
    };
  }

  private Optional<Node> linear(Node node) {
    return maker(node.inputs().get(1), "Transpose")
        .filter(
            t ->
                t.attributes().get("perm") instanceof Attribute.IntList perm
                    && perm.values().equals(List.of(1L, 0L)))
        .map(t -> made(LINEAR, node, List.of(node.inputs().get(0), t.inputs().get(0))));
  }

  private Optional<Node> biased(Node node, int product, int bias) {
    String biasName = node.inputs().get(bias);
    return maker(node.inputs().get(product), LINEAR)
        .filter(linear -> linear.inputs().size() == 2)
        .filter(linear -> uses.getOrDefault(node.inputs().get(product), 0) == 1)
        .filter(
            linear ->
                typed
                    .type(biasName)
                    .dims()
                    .equals(List.of(typed.type(linear.inputs().get(1)).dim(0))))
        .map(
            linear ->
                made(
                    LINEAR,
                    node,
                    List.of(linear.inputs().get(0), linear.inputs().get(1), biasName)));
  }

  private Optional<Node> silu(Node node, int x, int gate) {
    String name = node.inputs().get(x);
    return maker(node.inputs().get(gate), "Sigmoid")
        .filter(sigmoid -> sigmoid.inputs().get(0).equals(name))
        .map(sigmoid -> made(SILU, node, List.of(name)));
  }

  private Optional<Node> maker(String name, String op) {
    return Optional.ofNullable(makers.get(name)).filter(node -> node.op().equals(op));
  }

  private static Node made(String op, Node node, List<String> inputs) {
    return new Node(op, node.domain(), inputs, node.outputs(), Map.of());
  }

  private List<Node> needed(List<Node> nodes) {
    List<Node> kept = new ArrayList<>();
    for (Node node : nodes.reversed()) {
      if (node.outputs().stream().anyMatch(output -> uses.getOrDefault(output, 0) > 0)) {
        kept.add(node);
      } else {
        node.inputs().forEach(name -> uses.merge(name, -1, Integer::sum));
      }
    }
    return kept.reversed();
  }
}
