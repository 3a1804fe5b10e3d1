package org.nexusgen.engine.tensorrt.precision;

import static org.nexusgen.graph.Ops.max;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.GraphRewriter;
import org.nexusgen.graph.Value;

/**
 * A graph of set 17 in which masks hide by a number that float16 has. A mask of −3.4e38 that is
 * rounded is −∞, and a row that sees nothing — those that only fill a plan up — becomes NaN, which
 * spreads to all rows in the next layer. TensorRT 8.6 is told to keep masks in float32, and yet
 * gave NaN on an H200.
 */
public final class FiniteMasks {
  /**
   * A score more leaves it finite in float16, and its exponential is 0 beside any score that may be
   * seen.
   */
  static final double HIDDEN = -30_000;

  private static final float LOWEST = -65_504; // of float16

  private FiniteMasks() {}

  /** The same network. */
  public static Graph of(Graph graph) {
    Set<String> scores = new HashSet<>();
    for (Node node : graph.nodes()) {
      if (node.op().equals("Softmax")) {
        scores.add(node.inputs().getFirst());
      }
    }
    GraphRewriter.Border border =
        new GraphRewriter.Border() {
          @Override
          public Tensor constant(String name, Tensor constant) {
            return constant.dtype() == DType.F32 ? finite(constant) : constant;
          }
        };
    Map<String, Value> masks = new HashMap<>();
    return GraphRewriter.rewrite(
        graph,
        border,
        (b, node, operands) ->
            node.op().equals("Add") && scores.contains(node.outputs().getFirst())
                ? List.of(added(b, operands.get(0), operands.get(1), masks))
                : GraphRewriter.copy(b, node, operands));
  }

  private static Value added(GraphBuilder b, Value scores, Value mask, Map<String, Value> masks) {
    Value hidden = masks.computeIfAbsent(mask.name(), name -> max(mask, b.constant(HIDDEN)));
    return b.node("Add", Map.of(), scores, hidden);
  }

  private static Tensor finite(Tensor constant) {
    float[] values = constant.floats();
    boolean changed = false;
    for (int i = 0; i < values.length; i++) {
      if (values[i] < LOWEST) {
        values[i] = (float) HIDDEN;
        changed = true;
      }
    }
    return changed ? Tensor.of(values, constant.shape().toArray()) : constant;
  }
}
