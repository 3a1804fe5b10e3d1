package org.nexusgen.conformance;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.WeightStore;

/** A case's graph with kernels and biases of its convolutions as weights instead of inputs. */
record Kernels(Graph graph, Map<String, Tensor> inputs, WeightStore weights) {
  /** As it is. */
  static Kernels none(Graph graph, Map<String, Tensor> inputs) {
    return new Kernels(graph, inputs, new NoWeights());
  }

  static boolean in(Graph graph) {
    return graph.nodes().stream().anyMatch(node -> node.op().equals("Conv"));
  }

  static Kernels of(Graph graph, Map<String, Tensor> inputs) {
    Set<String> fixed = new HashSet<>();
    for (Node node : graph.nodes()) {
      if (node.op().equals("Conv")) {
        fixed.addAll(node.inputs().subList(1, node.inputs().size()));
      }
    }
    Map<String, Tensor> kept = new LinkedHashMap<>(inputs);
    Map<String, Tensor> weights = new LinkedHashMap<>(inputs);
    kept.keySet().removeAll(fixed);
    weights.keySet().retainAll(fixed);
    Graph moved =
        new Graph(
            graph.name(),
            graph.opset(),
            graph.inputs().stream().filter(input -> !weights.containsKey(input.name())).toList(),
            graph.outputs(),
            graph.inputs().stream().filter(input -> weights.containsKey(input.name())).toList(),
            graph.constants(),
            graph.nodes());
    return new Kernels(moved, kept, WeightStore.of(weights, "the case"));
  }
}
