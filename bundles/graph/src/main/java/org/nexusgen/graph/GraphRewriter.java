package org.nexusgen.graph;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.Tensor;
import org.osgi.annotation.versioning.ConsumerType;

/** Writes a graph anew, operator by operator, so that some can be replaced by others. */
public final class GraphRewriter {
  /** What becomes of one operator. */
  @FunctionalInterface
  @ConsumerType
  public interface Rule {
    /**
     * @param node the operator as it was
     * @param operands its inputs in the new graph; {@link GraphBuilder#none} where one is left out
     * @return what stands for its outputs
     */
    List<Value> rewrite(GraphBuilder b, Node node, List<Value> operands);
  }

  /** What becomes of the things that a graph is given rather than makes. */
  @ConsumerType
  public interface Border {
    /** Everything as it was. */
    Border UNCHANGED = new Border() {};

    /** The new type of an input. */
    default ValueType input(Graph.Argument input) {
      return input.type();
    }

    /** The new type of a weight. */
    default ValueType weight(Graph.Argument weight) {
      return weight.type();
    }

    /** The new value of a constant. */
    default Tensor constant(String name, Tensor constant) {
      return constant;
    }
  }

  private GraphRewriter() {}

  /** The operator unchanged. */
  public static List<Value> copy(GraphBuilder b, Node node, List<Value> operands) {
    return b.nodes(
        node.op(), node.attributes(), node.outputs().size(), operands.toArray(Value[]::new));
  }

  /** The graph with each operator as the rule wants it. Inputs and outputs keep their names. */
  public static Graph rewrite(Graph graph, Rule rule) {
    return rewrite(graph, Border.UNCHANGED, rule);
  }

  /** The same where what the graph is given changes, too. */
  public static Graph rewrite(Graph graph, Border border, Rule rule) {
    GraphBuilder b = new GraphBuilder(graph.name());
    Map<String, Value> values = new HashMap<>();
    values.put("", b.none());
    for (Graph.Argument input : graph.inputs()) {
      values.put(input.name(), b.input(input.name(), border.input(input), input.padding()));
    }
    for (Graph.Argument weight : graph.weights()) {
      values.put(weight.name(), b.weight(weight.name(), border.weight(weight)));
    }
    graph
        .constants()
        .forEach((name, tensor) -> values.put(name, b.constant(border.constant(name, tensor))));
    for (Node node : graph.nodes()) {
      List<Value> operands = node.inputs().stream().map(name -> find(values, name)).toList();
      List<Value> results = rule.rewrite(b, node, operands);
      for (int i = 0; i < node.outputs().size(); i++) {
        values.put(node.outputs().get(i), results.get(i));
      }
    }
    graph.outputs().forEach(output -> b.output(output.name(), find(values, output.name())));
    return in(graph.opset(), b.build());
  }

  /** The same graph under the number of another operator set, in which its operators exist too. */
  public static Graph in(int opset, Graph graph) {
    return new Graph(
        graph.name(),
        opset,
        graph.inputs(),
        graph.outputs(),
        graph.weights(),
        graph.constants(),
        graph.nodes());
  }

  private static Value find(Map<String, Value> values, String name) {
    Value value = values.get(name);
    if (value == null) {
      throw new ShapeException("operand '" + name + "' is used before it is made");
    }
    return value;
  }
}
