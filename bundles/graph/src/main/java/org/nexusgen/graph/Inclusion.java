package org.nexusgen.graph;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.graph.ValueType;

/** One graph being written into another. */
record Inclusion(GraphBuilder builder, Map<String, Value> operands, String prefix) {
  Map<String, Value> of(Graph graph) {
    Map<String, Value> values = new HashMap<>();
    values.put("", builder.none());
    graph.inputs().forEach(input -> values.put(input.name(), operand(graph, input)));
    graph.weights().forEach(w -> values.put(w.name(), builder.weight(w.name(), w.type())));
    graph.constants().forEach((name, tensor) -> values.put(name, builder.constant(tensor)));
    for (Node node : graph.nodes()) {
      List<Value> inputs = node.inputs().stream().map(name -> find(values, name)).toList();
      List<Value> results =
          builder.nodes(
              node.op(), node.attributes(), node.outputs().size(), inputs.toArray(Value[]::new));
      for (int i = 0; i < results.size(); i++) {
        values.put(node.outputs().get(i), results.get(i));
      }
    }
    Map<String, Value> outputs = new LinkedHashMap<>();
    graph.outputs().forEach(out -> outputs.put(out.name(), find(values, out.name())));
    return outputs;
  }

  private Value operand(Graph graph, Graph.Argument input) {
    Value given = operands.get(input.name());
    if (given == null) {
      return builder.input(prefix + input.name(), input.type());
    }
    if (!fits(given.type(), input.type())) {
      throw new ShapeException(
          "input '%s' of graph '%s': got %s, wants %s"
              .formatted(input.name(), graph.name(), given, input.type()));
    }
    return given;
  }

  private static boolean fits(ValueType given, ValueType wanted) {
    if (given.dtype() != wanted.dtype() || given.rank() != wanted.rank()) {
      return false;
    }
    for (int i = 0; i < given.rank(); i++) {
      if (given.dim(i) instanceof Dim.Fixed a
          && wanted.dim(i) instanceof Dim.Fixed b
          && a.size() != b.size()) {
        return false;
      }
    }
    return true;
  }

  private static Value find(Map<String, Value> values, String name) {
    Value value = values.get(name);
    if (value == null) {
      throw new ShapeException("operand '" + name + "' is used before it is made");
    }
    return value;
  }
}
