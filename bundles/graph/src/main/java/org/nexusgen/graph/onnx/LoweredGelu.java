package org.nexusgen.graph.onnx;

import static org.nexusgen.graph.Ops.add;
import static org.nexusgen.graph.Ops.erf;
import static org.nexusgen.graph.Ops.mul;
import static org.nexusgen.graph.Ops.tanh;

import org.nexusgen.api.graph.Attribute;
import org.nexusgen.api.graph.Node;
import org.nexusgen.graph.Value;

/** Gelu in older operators (Hendrycks and Gimpel 2016, both forms). */
final class LoweredGelu {
  private static final double CUBIC = 0.044715;

  private LoweredGelu() {}

  static Value of(Node node, Value x) {
    boolean byTanh =
        node.attributes().get("approximate") instanceof Attribute.StringValue form
            && form.value().equals("tanh");
    Value gate = byTanh ? tanh(inner(x)) : erf(mul(x, Math.sqrt(0.5)));
    return mul(mul(x, add(gate, 1)), 0.5);
  }

  private static Value inner(Value x) {
    Value cubic = mul(mul(mul(x, x), x), CUBIC);
    return mul(add(x, cubic), Math.sqrt(2 / Math.PI));
  }
}
