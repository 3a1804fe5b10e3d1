package org.nexusgen.engine.pytorch.script;

import static org.nexusgen.engine.pytorch.script.NodeScript.call;
import static org.nexusgen.engine.pytorch.script.NodeScript.ints;
import static org.nexusgen.engine.pytorch.script.NodeScript.python;

import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Operators that fold axes away. */
final class ReductionScripts {
  private ReductionScripts() {}

  static void addTo(Map<String, OperatorScript> all) {
    all.put("ReduceMean", o -> reduce(o, "mean"));
    all.put("ReduceSum", ReductionScripts::sum);
    all.put("ReduceMax", o -> reduce(o, "amax"));
    all.put("ArgMax", o -> o.put(call("argmax", o.array(0), o.integer("axis", 0), keep(o))));
    all.put("Softmax", o -> o.put(call("softmax", o.array(0), o.integer("axis", -1))));
  }

  private static String keep(NodeScript o) {
    return python(o.integer("keepdims", 1) == 1);
  }

  private static String axes(NodeScript o) {
    List<Long> axes = o.axes(1);
    return ints(axes.isEmpty() ? LongStream.range(0, o.rank(0)).boxed().toList() : axes);
  }

  private static void reduce(NodeScript o, String function) {
    o.put(call(function, o.array(0), axes(o), keep(o)));
  }

  // PyTorch widens narrow integers; ONNX keeps the type.
  private static void sum(NodeScript o) {
    int code = NodeScript.code(o.type(0).dtype());
    o.put("torch.sum(%s, %s, %s, dtype=%d)".formatted(o.array(0), axes(o), keep(o), code));
  }
}
