package org.nexusgen.engine.pytorch.script;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.graph.GraphRewriter;
import org.nexusgen.graph.Value;

/**
 * A graph and what its nodes do not say of themselves.
 *
 * @param types of all values, by name
 * @param origins the layer of each value, as far as weight names tell
 */
record TypedGraph(Graph graph, Map<String, ValueType> types, Map<String, String> origins) {
  static TypedGraph of(Graph graph) {
    Map<String, ValueType> types = new HashMap<>();
    graph.inputs().forEach(input -> types.put(input.name(), input.type()));
    graph.weights().forEach(weight -> types.put(weight.name(), weight.type()));
    graph.constants().forEach((name, c) -> types.put(name, ValueType.of(c.dtype(), c.shape())));
    GraphRewriter.rewrite(
        graph,
        (b, node, operands) -> {
          List<Value> results = GraphRewriter.copy(b, node, operands);
          for (int i = 0; i < results.size(); i++) {
            types.put(node.outputs().get(i), results.get(i).type());
          }
          return results;
        });
    return new TypedGraph(graph, types, origins(graph));
  }

  ValueType type(String name) {
    ValueType type = types.get(name);
    if (type == null) {
      throw new NexusGenException(
          "graph '%s': operand '%s' is used before it is made".formatted(graph.name(), name));
    }
    return type;
  }

  // As the graph module does it: a weight names the layer best, else it is the first operand's.
  private static Map<String, String> origins(Graph graph) {
    Set<String> weights =
        graph.weights().stream().map(Graph.Argument::name).collect(Collectors.toSet());
    Map<String, String> origins = new HashMap<>();
    for (Node node : graph.nodes()) {
      String origin =
          node.inputs().stream()
              .filter(weights::contains)
              .map(name -> name.substring(0, Math.max(0, name.lastIndexOf('.'))))
              .findFirst()
              .orElseGet(
                  () ->
                      node.inputs().stream()
                          .map(name -> origins.getOrDefault(name, ""))
                          .filter(text -> !text.isEmpty())
                          .findFirst()
                          .orElse(""));
      node.outputs().forEach(output -> origins.put(output, origin));
    }
    return origins;
  }
}
