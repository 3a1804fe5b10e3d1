package org.nexusgen.engine.tensorrt.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.graph.Attribute;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.tensor.DType;

/**
 * The linear layers of a graph: x·Wᵀ, or x·Wᵀ + b, with a weight W [out, in] that nothing else
 * reads.
 */
final class Linears {
  private final Map<String, Graph.Argument> weights = new HashMap<>();
  private final Map<String, List<Node>> readers = new HashMap<>();
  private final Set<String> outputs = new HashSet<>();
  private final Map<String, String> matrices = new HashMap<>();
  private final Map<String, String> biases = new HashMap<>(); // by the sum, the product

  Linears(Graph graph) {
    graph.weights().forEach(weight -> weights.put(weight.name(), weight));
    graph.outputs().forEach(output -> outputs.add(output.name()));
    for (Node node : graph.nodes()) {
      for (String input : new HashSet<>(node.inputs())) {
        readers.computeIfAbsent(input, key -> new ArrayList<>()).add(node);
      }
    }
    graph.nodes().stream()
        .filter(this::turnsMatrix)
        .forEach(node -> matrices.put(node.outputs().getFirst(), node.inputs().getFirst()));
    graph.nodes().stream().filter(this::isProduct).forEach(this::findBias);
  }

  /** Whether it is the transposition of a matrix. */
  boolean isMatrix(Node node) {
    return matrices.containsKey(node.outputs().getFirst());
  }

  /** Whether a weight is such a matrix, as stored. */
  boolean isStored(String weight) {
    return matrices.containsValue(weight);
  }

  /** Whether it is x·Wᵀ. */
  boolean isProduct(Node node) {
    return node.op().equals("MatMul") && matrices.containsKey(node.inputs().get(1));
  }

  /** Whether it is an x·Wᵀ to which a bias is added. */
  boolean hasBias(Node product) {
    return biases.containsValue(product.outputs().getFirst());
  }

  /** The x·Wᵀ to which a sum adds a bias; empty if it is another sum, or none. */
  Optional<String> product(Node sum) {
    return Optional.ofNullable(biases.get(sum.outputs().getFirst()));
  }

  private boolean turnsMatrix(Node node) {
    if (!node.op().equals("Transpose")
        || !(node.attributes().get("perm") instanceof Attribute.IntList order)
        || !order.values().equals(List.of(1L, 0L))) {
      return false;
    }
    String turned = node.outputs().getFirst();
    String weight = node.inputs().getFirst();
    return isWeight(weight, 2)
        && readers.getOrDefault(weight, List.of()).size() == 1
        && !outputs.contains(turned)
        && readers.getOrDefault(turned, List.of()).stream()
            .allMatch(
                reader ->
                    reader.op().equals("MatMul")
                        && reader.inputs().get(1).equals(turned)
                        && !reader.inputs().get(0).equals(turned));
  }

  private boolean isWeight(String name, int rank) {
    Graph.Argument weight = weights.get(name);
    return weight != null
        && weight.type().dtype() == DType.F32
        && weight.type().shape().rank() == rank;
  }

  private void findBias(Node product) {
    String value = product.outputs().getFirst();
    List<Node> all = readers.getOrDefault(value, List.of());
    if (all.size() == 1 && !outputs.contains(value) && all.getFirst().op().equals("Add")) {
      Node sum = all.getFirst();
      String other = sum.inputs().get(sum.inputs().get(0).equals(value) ? 1 : 0);
      if (isWeight(other, 1) && size(other) == size(matrices.get(product.inputs().get(1)))) {
        biases.put(sum.outputs().getFirst(), value);
      }
    }
  }

  private long size(@Nullable String weight) {
    Graph.Argument argument = weights.get(weight);
    return argument == null ? 0 : argument.type().shape().dim(0);
  }
}
