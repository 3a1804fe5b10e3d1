package org.nexusgen.graph.internal;

import java.util.ArrayList;
import java.util.List;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.graph.Dims;

/** Operators that multiply by weights, and the normalizations. */
final class Products {
  private Products() {}

  static Known matMul(Operator o) {
    o.require(o.rank(0) >= 2 && o.rank(1) >= 2, "wants matrices");
    o.require(o.dtype(0) == o.dtype(1), "element types differ");
    List<Dim> a = o.dims(0);
    List<Dim> b = o.dims(1);
    Dim inner = a.get(a.size() - 1);
    o.requireEqual(inner, b.get(b.size() - 2), "inner sizes");
    List<Dim> dims =
        new ArrayList<>(
            Elementwise.broadcast(o, a.subList(0, a.size() - 2), b.subList(0, b.size() - 2)));
    dims.add(a.get(a.size() - 2));
    dims.add(b.get(b.size() - 1));
    return Known.of(new ValueType(o.dtype(0), dims));
  }

  static Known gemm(Operator o) {
    o.requireRank(0, 2);
    o.requireRank(1, 2);
    int rows = o.integer("transA", 0) == 1 ? 1 : 0;
    int columns = o.integer("transB", 0) == 1 ? 0 : 1;
    o.requireEqual(o.dims(0).get(1 - rows), o.dims(1).get(1 - columns), "inner sizes");
    return Known.of(ValueType.of(o.dtype(0), o.dims(0).get(rows), o.dims(1).get(columns)));
  }

  static Known conv(Operator o) {
    int spatial = o.rank(0) - 2;
    o.require(spatial >= 1 && o.rank(1) == o.rank(0), "ranks of input and kernel differ");
    long group = o.integer("group", 1);
    o.requireEqual(
        o.dims(0).get(1), Dims.times(o.dims(1).get(1), group), "channels of input and kernel");
    List<Long> strides = o.integers("strides", ones(spatial));
    List<Long> dilations = o.integers("dilations", ones(spatial));
    List<Long> pads = o.integers("pads", zeros(2 * spatial));
    List<Dim> dims = new ArrayList<>(List.of(o.dims(0).get(0), o.dims(1).get(0)));
    for (int i = 0; i < spatial; i++) {
      Dim kernel = o.dims(1).get(i + 2);
      o.require(kernel instanceof Dim.Fixed, "the kernel's size must be known");
      long reach = dilations.get(i) * (((Dim.Fixed) kernel).size() - 1);
      Dim room = Dims.plus(o.dims(0).get(i + 2), pads.get(i) + pads.get(i + spatial) - reach - 1);
      dims.add(Dims.plus(Dims.floorDivide(room, strides.get(i)), 1));
    }
    return Known.of(new ValueType(o.dtype(0), dims));
  }

  private static List<Long> ones(int n) {
    return java.util.Collections.nCopies(n, 1L);
  }

  private static List<Long> zeros(int n) {
    return java.util.Collections.nCopies(n, 0L);
  }

  static Known normalizeLast(Operator o) {
    int axis = o.axis(o.integer("axis", -1), o.rank(0));
    List<Dim> tail = o.dims(0).subList(axis, o.rank(0));
    Elementwise.broadcast(o, tail, o.dims(1));
    o.require(o.rank(1) <= tail.size(), "the scale has more axes than are normalized");
    return Known.of(o.type(0));
  }

  static Known normalizeChannels(Operator o) {
    o.require(o.rank(0) >= 3, "wants [batch, channels, …]");
    o.requireRank(1, 1);
    o.requireEqual(o.dims(0).get(1), o.dims(1).get(0), "channels of input and scale");
    if (o.dims(0).get(1) instanceof Dim.Fixed channels && o.integer("num_groups", 1) > 1) {
      o.require(
          channels.size() % o.integer("num_groups", 1) == 0,
          "channels do not divide in %d groups",
          o.integer("num_groups", 1));
    }
    return Known.of(o.type(0));
  }

  /** RotaryEmbedding on [B,H,S,D] with tables [B,S,R/2], no position ids. */
  static Known rotary(Operator o) {
    o.requireRank(0, 4);
    o.requireRank(1, 3);
    Dim head = o.dims(0).get(3);
    long rotated = o.integer("rotary_embedding_dim", 0);
    Dim wanted = rotated > 0 ? Dim.of(rotated) : head;
    o.requireEqual(Dims.times(o.dims(1).get(2), 2), wanted, "twice the tables' width");
    o.requireEqual(o.dims(0).get(2), o.dims(1).get(1), "rows of input and tables");
    for (int i = 0; i < 3; i++) {
      o.requireEqual(o.dims(1).get(i), o.dims(2).get(i), "cos and sin");
    }
    return Known.of(o.type(0));
  }
}
