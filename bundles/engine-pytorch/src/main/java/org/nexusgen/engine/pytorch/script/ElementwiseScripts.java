package org.nexusgen.engine.pytorch.script;

import static org.nexusgen.engine.pytorch.script.NodeScript.call;

import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.tensor.DType;

/** Operators that compute element by element. */
final class ElementwiseScripts {
  private static final Map<String, String> UNARY =
      Map.ofEntries(
          Map.entry("Not", "logical_not"),
          Map.entry("Sqrt", "sqrt"),
          Map.entry("Exp", "exp"),
          Map.entry("Log", "log"),
          Map.entry("Tanh", "tanh"),
          Map.entry("Erf", "erf"),
          Map.entry("Cos", "cos"),
          Map.entry("Sin", "sin"),
          Map.entry("Neg", "neg"),
          Map.entry("Abs", "abs"),
          Map.entry("Sigmoid", "sigmoid"),
          Map.entry("Relu", "relu"),
          Map.entry(Fusion.SILU, "silu"));

  private ElementwiseScripts() {}

  static void addTo(Map<String, OperatorScript> all) {
    UNARY.forEach((op, function) -> all.put(op, o -> o.put(call(function, o.array(0)))));
    all.put("Identity", o -> o.view(call("alias", o.array(0))));
    all.put("Gelu", ElementwiseScripts::gelu);
    all.put("Cast", ElementwiseScripts::cast);
    all.put("Add", o -> commutative(o, "add", "add"));
    all.put("Mul", o -> commutative(o, "mul", "mul"));
    all.put("Max", o -> commutative(o, "clamp_min", "maximum"));
    all.put("Min", o -> commutative(o, "clamp_max", "minimum"));
    all.put("Sub", ElementwiseScripts::sub);
    all.put("Div", ElementwiseScripts::div);
    all.put("Pow", ElementwiseScripts::pow);
    all.put("Where", ElementwiseScripts::where);
  }

  private static void commutative(NodeScript o, String byNumber, String byArray) {
    Optional<String> right = o.scalar(1, 0);
    Optional<String> left = o.scalar(0, 1);
    if (right.isPresent()) {
      o.put(call(byNumber, o.array(0), right.get()));
    } else if (left.isPresent()) {
      o.put(call(byNumber, o.array(1), left.get()));
    } else {
      o.put(call(byArray, o.array(0), o.array(1)));
    }
  }

  private static void sub(NodeScript o) {
    Optional<String> right = o.scalar(1, 0);
    Optional<String> left = o.scalar(0, 1);
    if (right.isPresent()) {
      o.put(call("sub", o.array(0), right.get()));
    } else if (left.isPresent()) {
      o.put(call("rsub", o.array(1), left.get()));
    } else {
      o.put(call("sub", o.array(0), o.array(1)));
    }
  }

  // ONNX divides integers as C does: towards zero.
  private static void div(NodeScript o) {
    String rounding = o.type(0).dtype().isFloat() ? "" : ", rounding_mode=\"trunc\"";
    String divisor = o.scalar(1, 0).orElseGet(() -> o.array(1));
    o.put("torch.div(" + o.array(0) + ", " + divisor + rounding + ")");
  }

  private static void pow(NodeScript o) {
    o.put(call("pow", o.array(0), o.scalar(1, 0).orElseGet(() -> o.array(1))));
  }

  private static void where(NodeScript o) {
    boolean isFloat = o.type(1).dtype() == DType.F32;
    Optional<String> otherwise = isFloat ? o.scalar(2, 1) : Optional.empty();
    Optional<String> then = isFloat ? o.scalar(1, 2) : Optional.empty();
    if (otherwise.isPresent() && o.scalar(1, 2).isEmpty()) {
      o.put(call("where", o.array(0), o.array(1), otherwise.get()));
    } else if (then.isPresent() && otherwise.isEmpty()) {
      o.put(call("where", o.array(0), then.get(), o.array(2)));
    } else {
      o.put(call("where", o.array(0), o.array(1), o.array(2)));
    }
  }

  private static void gelu(NodeScript o) {
    o.put("torch.gelu(" + o.array(0) + ", approximate=\"" + o.text("approximate", "none") + "\")");
  }

  private static void cast(NodeScript o) {
    DType to = ScriptTypes.ofOnnx(o.integer("to", 0));
    o.view(call("to", o.array(0), ScriptTypes.code(to)));
  }
}
