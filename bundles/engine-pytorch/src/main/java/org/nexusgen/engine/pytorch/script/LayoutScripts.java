package org.nexusgen.engine.pytorch.script;

import static org.nexusgen.engine.pytorch.script.NodeScript.call;
import static org.nexusgen.engine.pytorch.script.NodeScript.ints;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.nexusgen.api.tensor.DType;

/** Operators that move elements about. */
final class LayoutScripts {
  private LayoutScripts() {}

  static void addTo(Map<String, OperatorScript> all) {
    all.put("Shape", o -> {}); // always a size
    all.put("Reshape", LayoutScripts::reshape);
    all.put("Transpose", LayoutScripts::transpose);
    all.put("Concat", LayoutScripts::concat);
    all.put("Squeeze", o -> o.view(call("squeeze", o.array(0), ints(o.longs(1)))));
    all.put("Unsqueeze", LayoutScripts::unsqueeze);
    all.put("Expand", LayoutScripts::expand);
    all.put("Pad", LayoutScripts::pad);
    all.put("Resize", LayoutScripts::resize);
    all.put("Range", LayoutScripts::range);
  }

  private static void reshape(NodeScript o) {
    List<String> shape = new ArrayList<>(o.numbers(1));
    for (int i = 0; i < shape.size(); i++) {
      if (shape.get(i).equals("0")) {
        shape.set(i, SizeScripts.size(o, i));
      }
    }
    o.view(call("reshape", o.array(0), ints(shape)));
  }

  private static void transpose(NodeScript o) {
    List<Long> perm =
        o.integers("perm")
            .orElseGet(() -> LongStream.range(0, o.rank(0)).boxed().toList().reversed());
    o.view(call("permute", o.array(0), ints(perm)));
  }

  private static void concat(NodeScript o) {
    List<String> parts = new ArrayList<>();
    for (int input = 0; input < o.inputs(); input++) {
      parts.add(o.array(input));
    }
    o.put(call("cat", NodeScript.list(parts), o.integer("axis", 0)));
  }

  // In ascending order each axis is where it will be in the end.
  private static void unsqueeze(NodeScript o) {
    int rank = o.result(0).rank();
    String array = o.array(0);
    for (long axis : o.longs(1).stream().map(a -> a < 0 ? a + rank : a).sorted().toList()) {
      array = o.let(call("unsqueeze", array, axis));
    }
    o.view(array);
  }

  private static void expand(NodeScript o) {
    List<String> shape = new ArrayList<>(o.numbers(1));
    int missing = o.rank(0) - shape.size();
    shape.addAll(0, Collections.nCopies(Math.max(0, missing), "1"));
    int more = shape.size() - o.rank(0);
    for (int axis = 0; axis < o.rank(0); axis++) {
      String wanted = shape.get(axis + more);
      String size = SizeScripts.size(o, axis);
      if (wanted.equals("1")) {
        shape.set(axis + more, size);
      } else if (!size.equals("1") && !SizeScripts.isNumber(wanted)) {
        shape.set(axis + more, "ops.prim.max(" + size + ", " + wanted + ")");
      }
    }
    o.view(call("expand", o.array(0), ints(shape)));
  }

  // PyTorch counts axes from the last one and puts before and after side by side.
  private static void pad(NodeScript o) {
    List<Long> pads = o.longs(1);
    int rank = o.rank(0);
    List<Long> pairs = new ArrayList<>();
    for (int axis = rank - 1; axis >= 0; axis--) {
      pairs.add(pads.get(axis));
      pairs.add(pads.get(axis + rank));
    }
    String value =
        o.has(2)
            ? o.scalar(2, 0).orElseThrow(() -> o.fail("padding by a value that is computed"))
            : "0";
    o.put(call("constant_pad_nd", o.array(0), ints(pairs), value));
  }

  /** Doubling of a picture's sides, the one form that our networks have. */
  private static void resize(NodeScript o) {
    String size =
        List.of(2, 3).stream()
            .map(axis -> "2 * " + SizeScripts.size(o, axis))
            .collect(Collectors.joining(", ", "[", "]"));
    o.put(call("upsample_nearest2d", o.array(0), size));
  }

  private static void range(NodeScript o) {
    if (o.result(0).dtype() == DType.F32) {
      throw o.fail("a range of real numbers");
    }
    o.put(
        "torch.arange(%s, %s, %s, dtype=%d)"
            .formatted(
                o.numbers(0).get(0),
                o.numbers(1).get(0),
                o.numbers(2).get(0),
                NodeScript.code(o.result(0).dtype())));
  }
}
