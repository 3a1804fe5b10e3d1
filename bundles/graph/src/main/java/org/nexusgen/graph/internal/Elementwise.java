package org.nexusgen.graph.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.graph.Dims;

/** Operators that work element by element, with ONNX's multidirectional broadcasting. */
final class Elementwise {
  private Elementwise() {}

  static ValueType broadcast(Operator o, DType result) {
    o.require(o.dtype(0) == o.dtype(1), "element types differ");
    return new ValueType(result, broadcast(o, o.dims(0), o.dims(1)));
  }

  static List<Dim> broadcast(Operator o, List<Dim> a, List<Dim> b) {
    int rank = Math.max(a.size(), b.size());
    List<Dim> dims = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      Dim left = fromEnd(a, rank - i);
      Dim right = fromEnd(b, rank - i);
      dims.add(join(o, left, right));
    }
    return dims;
  }

  private static Dim fromEnd(List<Dim> dims, int distance) {
    return distance > dims.size() ? Dim.of(1) : dims.get(dims.size() - distance);
  }

  private static Dim join(Operator o, Dim a, Dim b) {
    if (a.equals(Dim.of(1)) || a.equals(b)) {
      return b;
    }
    if (b.equals(Dim.of(1))) {
      return a;
    }
    o.require(Dims.mayEqual(a, b), "sizes %s and %s do not broadcast", a, b);
    return b instanceof Dim.Fixed ? b : a;
  }

  static ValueType where(Operator o) {
    o.require(o.dtype(0) == DType.BOOL, "the condition must be boolean");
    o.require(o.dtype(1) == o.dtype(2), "element types differ");
    List<Dim> values = broadcast(o, o.dims(1), o.dims(2));
    return new ValueType(o.dtype(1), broadcast(o, o.dims(0), values));
  }

  /** Add, Sub, Mul, Div; numbers in shape vectors are followed. */
  static Known arithmetic(Operator o) {
    ValueType type = broadcast(o, o.dtype(0));
    if (o.contents(0).isEmpty() || o.contents(1).isEmpty()) {
      return Known.of(type);
    }
    List<Polynomial> a = o.contents(0).get();
    List<Polynomial> b = o.contents(1).get();
    List<Polynomial> result = new ArrayList<>();
    for (int i = 0; i < Math.max(a.size(), b.size()); i++) {
      Optional<Polynomial> item = combine(o.op(), at(a, i), at(b, i));
      if (item.isEmpty()) {
        return Known.of(type);
      }
      result.add(item.get());
    }
    return Known.of(type, result);
  }

  private static Polynomial at(List<Polynomial> contents, int index) {
    return contents.size() == 1 ? contents.get(0) : contents.get(index);
  }

  private static Optional<Polynomial> combine(String op, Polynomial a, Polynomial b) {
    return switch (op) {
      case "Add" -> Optional.of(a.plus(b));
      case "Sub" -> Optional.of(a.plus(b.times(Polynomial.of(-1))));
      case "Mul" -> Optional.of(a.times(b));
      default ->
          b.constant().isPresent() && a.constant().isPresent()
              ? Optional.of(Polynomial.of(a.constant().get() / b.constant().get()))
              : a.dividedBy(b);
    };
  }

  static Known cast(Operator o) {
    DType to = OnnxTypes.of(o.integer("to", 0));
    ValueType type = new ValueType(to, o.dims(0));
    return to == DType.I64 && o.contents(0).isPresent()
        ? Known.of(type, o.contents(0).get())
        : Known.of(type);
  }
}
