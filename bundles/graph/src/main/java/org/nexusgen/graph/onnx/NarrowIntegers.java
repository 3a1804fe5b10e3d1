package org.nexusgen.graph.onnx;

import static org.nexusgen.graph.Ops.cast;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.graph.Attribute;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.GraphRewriter;
import org.nexusgen.graph.ShapeException;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.internal.OnnxTypes;

/**
 * A graph whose integers have 32 bits, for engines that know no others (TensorRT 8.6): inputs,
 * outputs, and all values between. The standard wants 64 bits of shapes, axes and bounds that are
 * operands of their own; such constants stay, and readers narrow them, see {@link
 * #requireNarrowConstants}.
 */
public final class NarrowIntegers {
  /** Operands that the standard wants in 64 bits, by operator. */
  private static final Map<String, Set<Integer>> SETTINGS =
      Map.ofEntries(
          Map.entry("Reshape", Set.of(1)),
          Map.entry("Expand", Set.of(1)),
          Map.entry("Slice", Set.of(1, 2, 3, 4)),
          Map.entry("Split", Set.of(1)),
          Map.entry("Squeeze", Set.of(1)),
          Map.entry("Unsqueeze", Set.of(1)),
          Map.entry("Pad", Set.of(1)),
          Map.entry("ReduceSum", Set.of(1)),
          Map.entry("ReduceMean", Set.of(1)),
          Map.entry("ReduceMax", Set.of(1)));

  private static final int SCATTERED_INDICES = 1;

  private NarrowIntegers() {}

  /** Whether an operand is a setting, such as a shape, rather than data. */
  public static boolean isSetting(String op, int operand) {
    return SETTINGS.getOrDefault(op, Set.of()).contains(operand);
  }

  /**
   * The same network on 32 bits. Inputs and outputs keep their names; those of type I64 become I32.
   *
   * @param graph with all sizes known, see {@link org.nexusgen.graph.StaticShapes}
   * @throws NexusGenException if a constant does not fit
   * @throws ShapeException if a size or a bound is computed at run time
   */
  public static Graph of(Graph graph) {
    requireNarrowConstants(graph);
    GraphRewriter.Border border =
        new GraphRewriter.Border() {
          @Override
          public ValueType input(Graph.Argument input) {
            return input.type().dtype() == DType.I64
                ? new ValueType(DType.I32, input.type().dims())
                : input.type();
          }
        };
    return GraphRewriter.rewrite(
        graph, border, (b, node, operands) -> narrow(graph, b, node, operands));
  }

  private static List<Value> narrow(Graph graph, GraphBuilder b, Node node, List<Value> operands) {
    List<Value> narrowed = new ArrayList<>();
    for (int i = 0; i < operands.size(); i++) {
      narrowed.add(operand(graph, b, node, i, operands.get(i)));
    }
    return switch (node.op()) {
      case "ArgMax" -> results(b, node, narrowed);
      case "Cast" -> List.of(cast(narrowed.get(0), target(node)));
      default -> GraphRewriter.copy(b, node, narrowed);
    };
  }

  private static Value operand(Graph graph, GraphBuilder b, Node node, int index, Value value) {
    String name = node.inputs().get(index);
    Tensor constant = graph.constants().get(name);
    if (isSetting(node.op(), index)) {
      if (!name.isEmpty() && constant == null && value.dtype() == DType.I32) {
        throw new ShapeException(
            "graph '%s', %s '%s': operand %d '%s' is computed at run time, wants a constant; give"
                    .formatted(graph.name(), node.op(), node.outputs().getFirst(), index, name)
                + " the graph static shapes first");
      }
      return value;
    }
    if (constant != null && constant.dtype() == DType.I64) {
      value = b.constant(narrow(name, constant));
    }
    boolean scattered = node.op().equals("ScatterND") && index == SCATTERED_INDICES;
    return scattered ? cast(value, DType.I64) : value; // the standard's, and no more than a name
  }

  private static List<Value> results(GraphBuilder b, Node node, List<Value> operands) {
    return GraphRewriter.copy(b, node, operands).stream()
        .map(result -> cast(result, DType.I32))
        .toList();
  }

  private static DType target(Node node) {
    long code = node.attributes().get("to") instanceof Attribute.IntValue to ? to.value() : 0;
    DType to = OnnxTypes.of(code);
    return to == DType.I64 ? DType.I32 : to;
  }

  /**
   * Makes sure that no constant is beyond 32 bits. Bounds of a Slice may be: they mean the end.
   *
   * @throws NexusGenException naming the first that is
   */
  public static void requireNarrowConstants(Graph graph) {
    for (Node node : graph.nodes()) {
      for (int i = 0; i < node.inputs().size(); i++) {
        Tensor constant = graph.constants().get(node.inputs().get(i));
        boolean bound = node.op().equals("Slice") && (i == 1 || i == 2);
        if (constant != null && constant.dtype() == DType.I64 && !bound) {
          narrow(
              "graph '%s', %s '%s', operand %d"
                  .formatted(graph.name(), node.op(), node.outputs().getFirst(), i),
              constant);
        }
      }
    }
  }

  /**
   * The same integers in 32 bits.
   *
   * @param name for the message
   * @param wide I64
   * @return I32
   * @throws NexusGenException if one does not fit
   */
  public static Tensor narrow(String name, Tensor wide) {
    long[] values = wide.longs();
    int[] narrow = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      narrow[i] = (int) values[i];
      if (narrow[i] != values[i]) {
        throw new NexusGenException(
            "%s: value %d at position %d is beyond 32 bits, and this engine has no wider integers;"
                    .formatted(name, values[i], i)
                + " use another engine");
      }
    }
    return Tensor.of(narrow, wide.shape().toArray());
  }
}
