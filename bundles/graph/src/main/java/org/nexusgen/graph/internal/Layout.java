package org.nexusgen.graph.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.graph.Dims;

/** Operators that move elements about without computing. */
final class Layout {
  private Layout() {}

  static Known shape(Operator o) {
    int rank = o.rank(0);
    int start = clamp(o.integer("start", 0), rank);
    int end = clamp(o.integer("end", rank), rank);
    List<Polynomial> contents =
        o.dims(0).subList(start, Math.max(start, end)).stream().map(Polynomial::of).toList();
    return Known.of(ValueType.of(DType.I64, Dim.of(contents.size())), contents);
  }

  private static int clamp(long axis, int rank) {
    return Math.clamp(axis < 0 ? axis + rank : axis, 0, rank);
  }

  static Known reshape(Operator o) {
    if (o.contents(1).isEmpty()) {
      Dim rank = o.dims(1).get(0);
      o.require(rank instanceof Dim.Fixed, "the rank of the new shape must be known");
      return Known.of(new ValueType(o.dtype(0), unknown(o, (int) ((Dim.Fixed) rank).size())));
    }
    List<Dim> dims = new ArrayList<>();
    int inferred = -1;
    List<Polynomial> wanted = o.contents(1).get();
    for (int i = 0; i < wanted.size(); i++) {
      long constant = wanted.get(i).constant().orElse(1L);
      if (constant == -1) {
        o.require(inferred < 0, "more than one -1 in the new shape");
        inferred = i;
        dims.add(Dim.of(1));
      } else if (constant == 0) {
        o.require(i < o.rank(0), "0 in the new shape at axis %d has no counterpart", i);
        dims.add(o.dims(0).get(i));
      } else {
        dims.add(wanted.get(i).toDim());
      }
    }
    Dim total = product(o.dims(0));
    if (inferred >= 0) {
      dims.set(inferred, rest(o, total, dims));
    } else {
      o.require(Dims.mayEqual(total, product(dims)), "%s elements do not fill %s", total, dims);
    }
    return o.dtype(0) == DType.I64 && dims.size() <= 1 && o.contents(0).isPresent()
        ? Known.of(new ValueType(o.dtype(0), dims), o.contents(0).get())
        : Known.of(new ValueType(o.dtype(0), dims));
  }

  private static Dim rest(Operator o, Dim total, List<Dim> dims) {
    Dim others = product(dims);
    if (total instanceof Dim.Fixed t && others instanceof Dim.Fixed k) {
      o.require(
          k.size() > 0 && t.size() % k.size() == 0,
          "%s elements do not divide by %s",
          total,
          others);
    }
    return Dims.quotient(total, others)
        .orElseGet(() -> Dim.of("floor(" + total + ")/(" + others + ")"));
  }

  private static List<Dim> unknown(Operator o, int rank) {
    return IntStream.range(0, rank)
        .mapToObj(i -> Dim.of("shape(" + o.where() + ")." + i))
        .map(Dim.class::cast)
        .toList();
  }

  static Dim product(List<Dim> dims) {
    Dim product = Dim.of(1);
    for (Dim dim : dims) {
      product = Dims.times(product, dim);
    }
    return product;
  }

  static Known transpose(Operator o) {
    List<Long> reversed =
        IntStream.range(0, o.rank(0)).mapToObj(i -> (long) (o.rank(0) - 1 - i)).toList();
    List<Long> perm = o.integers("perm", reversed);
    List<Long> sorted = perm.stream().sorted().toList();
    o.require(
        sorted.equals(LongStream.range(0, o.rank(0)).boxed().toList()),
        "perm %s is no permutation of the axes",
        perm);
    return Known.of(
        new ValueType(
            o.dtype(0), perm.stream().map(axis -> o.dims(0).get(axis.intValue())).toList()));
  }

  static Known concat(Operator o) {
    int axis = o.axis(o.integer("axis", 0), o.rank(0));
    List<Dim> dims = new ArrayList<>(o.dims(0));
    List<Polynomial> contents = new ArrayList<>(o.contents(0).orElse(List.of()));
    boolean followed = o.contents(0).isPresent();
    for (int input = 1; input < o.inputs().size(); input++) {
      o.require(o.dtype(input) == o.dtype(0), "element types differ");
      o.require(o.rank(input) == o.rank(0), "ranks differ");
      for (int i = 0; i < dims.size(); i++) {
        Dim other = o.dims(input).get(i);
        if (i == axis) {
          dims.set(i, Dims.plus(dims.get(i), other));
        } else {
          o.require(
              Dims.mayEqual(dims.get(i), other),
              "axis %d: %s and %s differ",
              i,
              dims.get(i),
              other);
          dims.set(i, other instanceof Dim.Fixed ? other : dims.get(i));
        }
      }
      followed &= o.contents(input).isPresent();
      contents.addAll(o.contents(input).orElse(List.of()));
    }
    ValueType type = new ValueType(o.dtype(0), dims);
    return followed ? Known.of(type, contents) : Known.of(type);
  }

  static Known squeeze(Operator o) {
    List<Integer> axes = o.longs(1).stream().map(a -> o.axis(a, o.rank(0))).toList();
    List<Dim> dims = new ArrayList<>();
    for (int i = 0; i < o.rank(0); i++) {
      if (axes.contains(i)) {
        o.requireEqual(o.dims(0).get(i), Dim.of(1), "squeezed axis");
      } else {
        dims.add(o.dims(0).get(i));
      }
    }
    return follow(o, dims);
  }

  static Known unsqueeze(Operator o) {
    int rank = o.rank(0) + o.longs(1).size();
    List<Integer> axes = o.longs(1).stream().map(a -> o.axis(a, rank)).toList();
    List<Dim> dims = new ArrayList<>();
    int next = 0;
    for (int i = 0; i < rank; i++) {
      dims.add(axes.contains(i) ? Dim.of(1) : o.dims(0).get(next++));
    }
    return follow(o, dims);
  }

  private static Known follow(Operator o, List<Dim> dims) {
    ValueType type = new ValueType(o.dtype(0), dims);
    return dims.size() <= 1 && o.contents(0).isPresent()
        ? Known.of(type, o.contents(0).get())
        : Known.of(type);
  }

  static Known expand(Operator o) {
    List<Dim> target =
        o.contents(1)
            .map(c -> c.stream().map(Polynomial::toDim).toList())
            .orElseGet(() -> unknown(o, (int) ((Dim.Fixed) o.dims(1).get(0)).size()));
    return Known.of(new ValueType(o.dtype(0), Elementwise.broadcast(o, o.dims(0), target)));
  }

  static Known pad(Operator o) {
    List<Long> pads = o.longs(1);
    o.require(pads.size() == 2 * o.rank(0), "pads must have two numbers an axis");
    List<Dim> dims = new ArrayList<>();
    for (int i = 0; i < o.rank(0); i++) {
      dims.add(Dims.plus(o.dims(0).get(i), pads.get(i) + pads.get(i + o.rank(0))));
    }
    return Known.of(new ValueType(o.dtype(0), dims));
  }

  /** Doubling of a picture's sides, the one form that our networks have. */
  static Known resize(Operator o) {
    List<Dim> dims = new ArrayList<>(o.dims(0));
    o.requireRank(0, 4);
    dims.set(2, Dims.times(dims.get(2), 2));
    dims.set(3, Dims.times(dims.get(3), 2));
    return Known.of(new ValueType(o.dtype(0), dims));
  }

  static Known range(Operator o) {
    Dim size = Dim.of("range(" + o.where() + ")");
    boolean followed = IntStream.range(0, 3).allMatch(i -> o.contents(i).isPresent());
    if (followed && o.contents(2).get().equals(List.of(Polynomial.of(1)))) {
      Polynomial from = o.contents(0).get().get(0);
      Polynomial to = o.contents(1).get().get(0);
      size = to.plus(from.times(Polynomial.of(-1))).toDim();
    }
    return Known.of(ValueType.of(o.dtype(0), size));
  }
}
