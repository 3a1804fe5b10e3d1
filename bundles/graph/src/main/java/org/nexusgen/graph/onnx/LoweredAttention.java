package org.nexusgen.graph.onnx;

import static org.nexusgen.graph.Ops.add;
import static org.nexusgen.graph.Ops.concat;
import static org.nexusgen.graph.Ops.expand;
import static org.nexusgen.graph.Ops.matmul;
import static org.nexusgen.graph.Ops.mul;
import static org.nexusgen.graph.Ops.reshape;
import static org.nexusgen.graph.Ops.softmax;
import static org.nexusgen.graph.Ops.transpose;
import static org.nexusgen.graph.Ops.unsqueeze;
import static org.nexusgen.graph.Ops.where;

import java.util.List;
import org.nexusgen.api.graph.Attribute;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Attention;

/**
 * Attention on four axes in older operators: softmax((Q · scale) Kᵀ + mask) V. Queries are scaled
 * rather than scores, which so stay within the range of float16.
 */
final class LoweredAttention {
  // Hides a score; finite, so that a row that sees nothing does not become NaN.
  private static final double HIDDEN = -Float.MAX_VALUE;

  private LoweredAttention() {}

  static List<Value> of(Node node, List<Value> operands) {
    Value q = operands.get(0);
    Value k = withPast(operands, 1, 4);
    Value v = withPast(operands, 2, 5);
    Value keys = repeated(k, q.dim(1));
    Value scores = matmul(mul(q, scale(node, q)), transpose(keys, 0, 1, 3, 2)); // (B, H, S, T)
    if (has(operands, 3)) {
      scores = masked(scores, operands.get(3));
    }
    if (isCausal(node)) {
      scores = masked(scores, causalMask(operands));
    }
    Value out = matmul(softmax(scores, -1), repeated(v, q.dim(1)));
    return List.of(out, k, v);
  }

  static boolean has(List<Value> operands, int index) {
    return index < operands.size() && !operands.get(index).name().isEmpty();
  }

  private static Value withPast(List<Value> operands, int current, int past) {
    return has(operands, past)
        ? concat(2, operands.get(past), operands.get(current))
        : operands.get(current);
  }

  private static double scale(Node node, Value q) {
    return node.attributes().get("scale") instanceof Attribute.FloatValue scale
        ? scale.value()
        : 1 / Math.sqrt((double) q.size(3));
  }

  static boolean isCausal(Node node) {
    return node.attributes().get("is_causal") instanceof Attribute.IntValue flag
        && flag.value() == 1;
  }

  // [B,KV,T,D] → [B,H,T,D]: query head h looks into key head h / (H / KV).
  private static Value repeated(Value x, Dim heads) {
    if (x.dim(1).equals(heads)) {
      return x;
    }
    Dim group = Dim.of(((Dim.Fixed) heads).size() / x.size(1));
    Value grouped =
        expand(unsqueeze(x, 2), x.dim(0), x.dim(1), group, x.dim(2), x.dim(3)); // (B,KV,G,T,D)
    return reshape(grouped, x.dim(0), heads, x.dim(2), x.dim(3));
  }

  private static Value masked(Value scores, Value mask) {
    return mask.dtype() == DType.BOOL
        ? where(mask, scores, scores.builder().constant(HIDDEN))
        : add(scores, mask);
  }

  private static Value causalMask(List<Value> operands) {
    Value q = operands.get(0);
    Dim past = has(operands, 4) ? operands.get(4).dim(2) : Dim.of(0);
    return Attention.causalMask(q.builder(), q.dim(2), past);
  }
}
