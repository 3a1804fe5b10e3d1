package org.nexusgen.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.graph.Padding;
import org.nexusgen.api.tensor.Tensor;

/** The last step of a builder: keeps what outputs need, and gives outputs their names. */
record GraphAssembly(
    String name,
    Map<String, Value> inputs,
    Map<String, Padding> paddings,
    Map<String, Value> weights,
    Map<String, Tensor> constants,
    Map<String, Value> outputs,
    List<Node> nodes) {

  Graph assemble() {
    Map<String, String> renamed = outputNames();
    Set<String> needed = new HashSet<>();
    outputs.values().forEach(value -> needed.add(value.name()));
    List<Node> kept = keep(needed);
    List<Node> result = new ArrayList<>(kept.stream().map(n -> rename(n, renamed)).toList());
    List<Graph.Argument> results = new ArrayList<>();
    outputs.forEach(
        (outputName, value) -> {
          String source = renamed.getOrDefault(value.name(), value.name());
          if (!source.equals(outputName)) {
            result.add(new Node("Identity", "", List.of(source), List.of(outputName), Map.of()));
          }
          results.add(new Graph.Argument(outputName, value.type()));
        });
    Map<String, Tensor> keptConstants = new LinkedHashMap<>(constants);
    keptConstants.keySet().retainAll(needed);
    return new Graph(
        name, GraphBuilder.OPSET, given(), results, weights(needed), keptConstants, result);
  }

  // An operator's output takes the name of the graph output; others need an Identity.
  private Map<String, String> outputNames() {
    Set<String> made = new HashSet<>();
    nodes.forEach(node -> made.addAll(node.outputs()));
    Map<String, String> renamed = new HashMap<>();
    outputs.forEach(
        (outputName, value) -> {
          if (made.contains(value.name())) {
            renamed.putIfAbsent(value.name(), outputName);
          }
        });
    return renamed;
  }

  private List<Node> keep(Set<String> needed) {
    List<Node> kept = new ArrayList<>();
    for (int i = nodes.size() - 1; i >= 0; i--) {
      Node node = nodes.get(i);
      if (node.outputs().stream().anyMatch(needed::contains)) {
        needed.addAll(node.inputs());
        kept.add(node);
      }
    }
    Collections.reverse(kept);
    return kept;
  }

  private static Node rename(Node node, Map<String, String> renamed) {
    return new Node(
        node.op(),
        node.domain(),
        node.inputs().stream().map(n -> renamed.getOrDefault(n, n)).toList(),
        node.outputs().stream().map(n -> renamed.getOrDefault(n, n)).toList(),
        node.attributes());
  }

  private List<Graph.Argument> given() {
    Padding exact = new Padding.Exact();
    return inputs.entrySet().stream()
        .map(
            entry ->
                new Graph.Argument(
                    entry.getKey(),
                    entry.getValue().type(),
                    paddings.getOrDefault(entry.getKey(), exact)))
        .toList();
  }

  private List<Graph.Argument> weights(Set<String> needed) {
    return weights.entrySet().stream()
        .filter(entry -> needed.contains(entry.getKey()))
        .map(entry -> new Graph.Argument(entry.getKey(), entry.getValue().type()))
        .toList();
  }
}
