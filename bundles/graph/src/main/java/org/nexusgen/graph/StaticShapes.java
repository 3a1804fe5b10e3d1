package org.nexusgen.graph;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.nexusgen.api.graph.Attribute;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;

/**
 * A graph for one set of sizes, for engines that prepare a network for fixed shapes: no symbol is
 * left, sizes that were computed at run time are constants, and so are the targets of every
 * Reshape. Empty parts of a Concat are gone: with no rows before them, new keys are all keys.
 */
public final class StaticShapes {
  private StaticShapes() {}

  /**
   * The same network for these sizes. Inputs, outputs, weights keep their names and order, and the
   * operator set stays.
   *
   * @param sizes a number for each of the graph's {@link OpenSizes#symbols}; others are ignored
   * @throws ShapeException if a size is missing, or an operator cannot work with them
   */
  public static Graph of(Graph graph, Map<String, Long> sizes) {
    GraphRewriter.Border border =
        new GraphRewriter.Border() {
          @Override
          public ValueType input(Graph.Argument input) {
            return OpenSizes.with(sizes, graph.name(), input);
          }
        };
    return requireSettled(GraphRewriter.rewrite(graph, border, StaticShapes::settle));
  }

  private static Graph requireSettled(Graph graph) {
    for (Graph.Argument output : graph.outputs()) {
      if (output.type().dims().stream().anyMatch(dim -> dim instanceof Dim.Symbol)) {
        throw new ShapeException(
            "graph '%s', output '%s': its shape %s depends on values, not on the inputs' sizes alone"
                .formatted(graph.name(), output.name(), output.type().dims()));
      }
    }
    return graph;
  }

  private static List<Value> settle(GraphBuilder b, Node node, List<Value> operands) {
    return switch (node.op()) {
      case "Range" -> List.of(range(b, node, operands));
      case "Concat" -> known(b, GraphRewriter.copy(b, node, filled(node, operands)));
      case "Reshape" -> known(b, List.of(reshape(b, node, operands)));
      default -> known(b, GraphRewriter.copy(b, node, operands));
    };
  }

  /** Constants in the place of integers that are known now. */
  private static List<Value> known(GraphBuilder b, List<Value> results) {
    return results.stream().map(result -> isKnown(result) ? constant(b, result) : result).toList();
  }

  private static boolean isKnown(Value value) {
    return value.dtype() == DType.I64
        && value
            .contents()
            .filter(numbers -> numbers.stream().allMatch(n -> n.constant().isPresent()))
            .isPresent();
  }

  private static Value constant(GraphBuilder b, Value known) {
    return b.constant(Tensor.of(known.constantIntegers(), known.type().shape().toArray()));
  }

  private static Value range(GraphBuilder b, Node node, List<Value> operands) {
    if (!operands.stream().allMatch(StaticShapes::isKnown)) {
      return GraphRewriter.copy(b, node, operands).get(0);
    }
    long from = operands.get(0).constantIntegers()[0];
    long to = operands.get(1).constantIntegers()[0];
    long step = operands.get(2).constantIntegers()[0];
    long count = Math.max(0, Math.ceilDiv(to - from, step));
    return b.constant(
        Tensor.of(LongStream.range(0, count).map(i -> from + i * step).toArray(), count));
  }

  private static List<Value> filled(Node node, List<Value> operands) {
    int axis = Math.toIntExact(integer(node, "axis"));
    List<Value> filled =
        operands.stream().filter(operand -> !operand.dim(axis).equals(Dim.of(0))).toList();
    return filled.isEmpty() ? operands.subList(0, 1) : filled;
  }

  private static long integer(Node node, String name) {
    return node.attributes().get(name) instanceof Attribute.IntValue value ? value.value() : 0;
  }

  /** A 0 in a target means "as it was": a target with an empty axis stays as it is written. */
  private static Value reshape(GraphBuilder b, Node node, List<Value> operands) {
    Value asWritten = GraphRewriter.copy(b, node, operands).get(0);
    List<Dim> dims = asWritten.type().dims();
    boolean settled = dims.stream().allMatch(dim -> dim instanceof Dim.Fixed f && f.size() > 0);
    return settled
        ? b.node(
            "Reshape", Map.of(), operands.get(0), b.constants(asWritten.type().shape().toArray()))
        : asWritten;
  }
}
