package org.nexusgen.graph.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.graph.Dims;

/** Operators that take parts of a tensor. */
final class Slicing {
  private Slicing() {}

  /** Slice with inputs data, starts, ends, axes, steps. */
  static Known slice(Operator o) {
    List<Dim> dims = new ArrayList<>(o.dims(0));
    List<Long> axes = o.longs(3);
    for (int i = 0; i < axes.size(); i++) {
      int axis = o.axis(axes.get(i), o.rank(0));
      long step = o.has(4) ? o.longs(4).get(i) : 1;
      Optional<Polynomial> from = at(o, 1, i);
      Optional<Polynomial> to = at(o, 2, i);
      dims.set(axis, sliced(o, dims.get(axis), from, to, step));
    }
    ValueType type = new ValueType(o.dtype(0), dims);
    boolean simple = axes.size() == 1 && !o.has(4) && o.contents(0).isPresent();
    if (!simple || !(dims.get(0) instanceof Dim.Fixed size)) {
      return Known.of(type);
    }
    List<Polynomial> contents = o.contents(0).get();
    int from = Math.clamp(fromFront(o.longs(1).get(0), contents.size()), 0, contents.size());
    return Known.of(type, contents.subList(from, from + (int) size.size()));
  }

  private static Optional<Polynomial> at(Operator o, int input, int index) {
    return o.contents(input).map(c -> c.get(index));
  }

  private static long fromFront(long index, long size) {
    return index < 0 ? index + size : index;
  }

  private static Dim sliced(
      Operator o, Dim size, Optional<Polynomial> from, Optional<Polynomial> to, long step) {
    if (from.isEmpty() || to.isEmpty()) {
      return Dim.of("slice(" + o.where() + ")");
    }
    Optional<Long> start = from.get().constant();
    Optional<Long> end = to.get().constant();
    if (size instanceof Dim.Fixed fixed && start.isPresent() && end.isPresent()) {
      return Dim.of(count(start.get(), end.get(), step, fixed.size()));
    }
    o.require(step == 1, "steps over a symbolic axis");
    Polynomial whole = Polynomial.of(size);
    Polynomial first = start.filter(s -> s < 0).map(s -> whole.plus(from.get())).orElse(from.get());
    Polynomial last =
        end.filter(e -> e < 0)
            .map(e -> whole.plus(to.get()))
            .orElse(end.filter(e -> e == Long.MAX_VALUE).map(e -> whole).orElse(to.get()));
    return last.plus(first.times(Polynomial.of(-1))).toDim();
  }

  private static long count(long start, long end, long step, long size) {
    if (step > 0) {
      long from = Math.clamp(fromFront(start, size), 0, size);
      long to = Math.clamp(fromFront(end, size), 0, size);
      return Math.max(0, (to - from + step - 1) / step);
    }
    long from = Math.clamp(fromFront(start, size), 0, size - 1);
    long to = end < -size ? -1 : Math.clamp(fromFront(end, size), -1, size - 1);
    return Math.max(0, (from - to - step - 1) / -step);
  }

  static List<Known> split(Operator o) {
    int axis = o.axis(o.integer("axis", 0), o.rank(0));
    Dim whole = o.dims(0).get(axis);
    List<Known> parts = new ArrayList<>();
    if (o.has(1)) {
      Dim sum = Dim.of(0);
      for (long size : o.longs(1)) {
        sum = Dims.plus(sum, size);
        parts.add(part(o, axis, Dim.of(size)));
      }
      o.requireEqual(whole, sum, "size of the axis and sum of the parts");
      return parts;
    }
    long n = o.integer("num_outputs", o.outputs());
    if (whole instanceof Dim.Fixed fixed) {
      o.require(fixed.size() % n == 0, "axis %d does not split in %d", axis, n);
    }
    for (int i = 0; i < n; i++) {
      parts.add(part(o, axis, Dims.floorDivide(whole, n)));
    }
    return parts;
  }

  private static Known part(Operator o, int axis, Dim size) {
    List<Dim> dims = new ArrayList<>(o.dims(0));
    dims.set(axis, size);
    return Known.of(new ValueType(o.dtype(0), dims));
  }

  static Known gather(Operator o) {
    int axis = o.axis(o.integer("axis", 0), o.rank(0));
    o.require(o.dtype(1) == DType.I64 || o.dtype(1) == DType.I32, "the indices must be integers");
    List<Dim> dims = new ArrayList<>(o.dims(0).subList(0, axis));
    dims.addAll(o.dims(1));
    dims.addAll(o.dims(0).subList(axis + 1, o.rank(0)));
    ValueType type = new ValueType(o.dtype(0), dims);
    boolean constant =
        o.contents(1).isPresent()
            && o.contents(1).get().stream().allMatch(p -> p.constant().isPresent());
    if (o.rank(0) != 1 || o.contents(0).isEmpty() || !constant) {
      return Known.of(type);
    }
    List<Polynomial> from = o.contents(0).get();
    return Known.of(
        type, o.longs(1).stream().map(i -> from.get((int) fromFront(i, from.size()))).toList());
  }
}
