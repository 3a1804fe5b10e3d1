package org.nexusgen.graph.onnx;

import static org.nexusgen.graph.Ops.add;
import static org.nexusgen.graph.Ops.concat;
import static org.nexusgen.graph.Ops.mul;
import static org.nexusgen.graph.Ops.reshape;
import static org.nexusgen.graph.Ops.split;
import static org.nexusgen.graph.Ops.squeeze;
import static org.nexusgen.graph.Ops.sub;
import static org.nexusgen.graph.Ops.unsqueeze;

import java.util.ArrayList;
import java.util.List;
import org.nexusgen.api.graph.Attribute;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Node;
import org.nexusgen.graph.ShapeException;
import org.nexusgen.graph.Value;

/** RotaryEmbedding of [B,H,S,D] by tables [B,S,D/2] in older operators. */
final class LoweredRotary {
  private LoweredRotary() {}

  static Value of(Node node, List<Value> operands) {
    if (node.attributes().containsKey("rotary_embedding_dim") || operands.size() > 3) {
      throw new ShapeException(
          "RotaryEmbedding of a part of the head, or with position ids, has no lowering");
    }
    Value x = operands.get(0);
    Value cos = unsqueeze(operands.get(1), 1); // (B, 1, S, D/2)
    Value sin = unsqueeze(operands.get(2), 1);
    boolean interleaved =
        node.attributes().get("interleaved") instanceof Attribute.IntValue flag
            && flag.value() == 1;
    return interleaved ? pairs(x, cos, sin) : halves(x, cos, sin);
  }

  private static Value halves(Value x, Value cos, Value sin) {
    long width = x.size(3) / 2;
    List<Value> half = split(x, -1, width, width);
    return concat(-1, turned(half.get(0), half.get(1), cos, sin));
  }

  private static Value pairs(Value x, Value cos, Value sin) {
    List<Dim> dims = new ArrayList<>(x.type().dims());
    dims.set(3, Dim.of(x.size(3) / 2));
    dims.add(Dim.of(2));
    Value paired = reshape(x, dims.toArray(Dim[]::new)); // (B, H, S, D/2, 2)
    List<Value> parts = split(paired, -1, 1L, 1L);
    Value even = squeeze(parts.get(0), -1);
    Value odd = squeeze(parts.get(1), -1);
    List<Value> turned =
        turned(even, odd, cos, sin).stream().map(part -> unsqueeze(part, -1)).toList();
    return reshape(concat(-1, turned), x.type().dims().toArray(Dim[]::new));
  }

  private static List<Value> turned(Value a, Value b, Value cos, Value sin) {
    return List.of(sub(mul(a, cos), mul(b, sin)), add(mul(a, sin), mul(b, cos)));
  }
}
