package org.nexusgen.graph.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;

/** Operators that fold axes away. */
final class Reduction {
  private Reduction() {}

  static Known reduce(Operator o) {
    List<Integer> axes =
        o.has(1)
            ? o.longs(1).stream().map(a -> o.axis(a, o.rank(0))).toList()
            : o.integers("axes")
                .map(list -> list.stream().map(a -> o.axis(a, o.rank(0))).toList())
                .orElseGet(() -> IntStream.range(0, o.rank(0)).boxed().toList());
    return Known.of(without(o, axes, o.integer("keepdims", 1) == 1, o.dtype(0)));
  }

  static Known argMax(Operator o) {
    int axis = o.axis(o.integer("axis", 0), o.rank(0));
    return Known.of(without(o, List.of(axis), o.integer("keepdims", 1) == 1, DType.I64));
  }

  private static ValueType without(Operator o, List<Integer> axes, boolean keep, DType dtype) {
    List<Dim> dims = new ArrayList<>();
    for (int i = 0; i < o.rank(0); i++) {
      if (!axes.contains(i)) {
        dims.add(o.dims(0).get(i));
      } else if (keep) {
        dims.add(Dim.of(1));
      }
    }
    return new ValueType(dtype, dims);
  }
}
