package org.nexusgen.conformance;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.graph.Ops;
import org.nexusgen.graph.Value;

/** Operators that work element by element. */
final class ElementwiseCases {
  private record Unary(UnaryOperator<Value> op, DoubleUnaryOperator expected, boolean positive) {}

  private record Binary(BinaryOperator<Value> op, DoubleBinaryOperator expected) {}

  private static final int[][] UNARY_SHAPES = {{7}, {2, 3}, {2, 3, 5}, {1, 2, 3, 4}, {3, 33}};

  private static final int[][][] BINARY_SHAPES = {
    {{4, 5}, {4, 5}}, {{2, 3, 5}, {5}}, {{2, 3, 5}, {}}, {{3, 1}, {1, 4}}, {{2, 1, 3, 4}, {5, 1, 4}}
  };

  private ElementwiseCases() {}

  static List<OperatorCase> all() {
    List<OperatorCase> cases = new ArrayList<>();
    unaries().forEach((name, unary) -> addUnary(cases, name, unary));
    binaries().forEach((name, binary) -> addBinary(cases, name, binary));
    comparisons().forEach((name, binary) -> addComparison(cases, name, binary));
    addWhere(cases);
    addCasts(cases);
    return cases;
  }

  private static double sigmoid(double x) {
    return 1 / (1 + Math.exp(-x));
  }

  private static double geluTanh(double x) {
    return 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));
  }

  private static Map<String, Unary> unaries() {
    Map<String, Unary> all = new LinkedHashMap<>();
    all.put("Sqrt", new Unary(Ops::sqrt, Math::sqrt, true));
    all.put("Log", new Unary(Ops::log, Math::log, true));
    all.put("Exp", new Unary(Ops::exp, Math::exp, false));
    all.put("Tanh", new Unary(Ops::tanh, Math::tanh, false));
    all.put("Erf", new Unary(Ops::erf, Expected::erf, false));
    all.put("Cos", new Unary(Ops::cos, Math::cos, false));
    all.put("Sin", new Unary(Ops::sin, Math::sin, false));
    all.put("Neg", new Unary(Ops::neg, x -> -x, false));
    all.put("Abs", new Unary(Ops::abs, Math::abs, false));
    all.put("Sigmoid", new Unary(Ops::sigmoid, ElementwiseCases::sigmoid, false));
    all.put("Relu", new Unary(Ops::relu, x -> Math.max(0, x), false));
    all.put("silu", new Unary(Ops::silu, x -> x * sigmoid(x), false));
    all.put("quickGelu", new Unary(Ops::quickGelu, x -> x * sigmoid(1.702 * x), false));
    all.put(
        "Gelu (erf)",
        new Unary(Ops::geluErf, x -> x / 2 * (1 + Expected.erf(x / Math.sqrt(2))), false));
    all.put("Gelu (tanh)", new Unary(Ops::geluTanh, ElementwiseCases::geluTanh, false));
    all.put("Pow 2", new Unary(x -> Ops.pow(x, 2), x -> x * x, false));
    all.put("Add scalar", new Unary(x -> Ops.add(x, 0.25), x -> x + 0.25, false));
    return all;
  }

  private static void addUnary(List<OperatorCase> cases, String name, Unary unary) {
    for (int[] shape : UNARY_SHAPES) {
      Numbers x =
          unary.positive() ? Numbers.positive(1, shape) : Numbers.random(1, shape).map(v -> 2 * v);
      Numbers rounded = x.map(v -> (float) v);
      String title = name + Names.of(x);
      List<Numbers> expected = List.of(rounded.map(unary.expected()));
      OperatorCase.Network network = v -> List.of(unary.op().apply(v.get(0)));
      cases.add(OperatorCase.fixed(title, List.of(rounded), network, expected));
      cases.add(OperatorCase.symbolic(title, List.of(rounded), network, expected, new int[] {0}));
    }
  }

  private static Map<String, Binary> binaries() {
    Map<String, Binary> all = new LinkedHashMap<>();
    all.put("Add", new Binary(Ops::add, Double::sum));
    all.put("Sub", new Binary(Ops::sub, (a, b) -> a - b));
    all.put("Mul", new Binary(Ops::mul, (a, b) -> a * b));
    all.put("Div", new Binary(Ops::div, (a, b) -> a / b));
    all.put("Max", new Binary(Ops::max, Math::max));
    all.put("Min", new Binary(Ops::min, Math::min));
    return all;
  }

  private static void addBinary(List<OperatorCase> cases, String name, Binary binary) {
    for (int[][] shapes : BINARY_SHAPES) {
      Numbers a = Numbers.random(2, shapes[0]);
      Numbers b = Numbers.positive(3, shapes[1]);
      List<Numbers> expected = List.of(Expected.binary(a, b, binary.expected()));
      OperatorCase.Network network = v -> List.of(binary.op().apply(v.get(0), v.get(1)));
      cases.add(OperatorCase.fixed(name + Names.of(a, b), List.of(a, b), network, expected));
      cases.add(
          OperatorCase.symbolic(
              name + Names.of(a, b), List.of(a, b), network, expected, new int[] {0}));
    }
  }

  private static Map<String, Binary> comparisons() {
    Map<String, Binary> all = new LinkedHashMap<>();
    all.put("Equal", new Binary(Ops::equal, (a, b) -> a == b ? 1 : 0));
    all.put("Less", new Binary(Ops::less, (a, b) -> a < b ? 1 : 0));
    all.put("LessOrEqual", new Binary(Ops::lessOrEqual, (a, b) -> a <= b ? 1 : 0));
    all.put("Greater", new Binary(Ops::greater, (a, b) -> a > b ? 1 : 0));
    return all;
  }

  private static void addComparison(List<OperatorCase> cases, String name, Binary binary) {
    for (DType dtype : List.of(DType.I64, DType.F32)) {
      Numbers a = Numbers.indices(4, 3, 4, 5).as(dtype);
      Numbers b = Numbers.indices(5, 3, 5).as(dtype);
      Numbers expected = Expected.binary(a, b, binary.expected()).as(DType.BOOL);
      cases.add(
          OperatorCase.fixed(
              name + Names.of(a, b),
              List.of(a, b),
              v -> List.of(binary.op().apply(v.get(0), v.get(1))),
              List.of(expected)));
    }
  }

  private static void addWhere(List<OperatorCase> cases) {
    Numbers flags = Numbers.booleans(6, 3, 4);
    Numbers others = Numbers.booleans(7, 4);
    Numbers a = Numbers.random(8, 2, 3, 4);
    Numbers b = Numbers.random(9, 4);
    cases.add(
        OperatorCase.fixed(
            "Where" + Names.of(flags, a, b),
            List.of(flags, a, b),
            v -> List.of(Ops.where(v.get(0), v.get(1), v.get(2))),
            List.of(Expected.where(flags, a, b))));
    cases.add(
        OperatorCase.fixed(
            "And, Or, Not" + Names.of(flags, others),
            List.of(flags, others),
            v ->
                List.of(Ops.and(v.get(0), v.get(1)), Ops.or(v.get(0), v.get(1)), Ops.not(v.get(0))),
            List.of(
                Expected.binary(flags, others, Math::min).as(DType.BOOL),
                Expected.binary(flags, others, Math::max).as(DType.BOOL),
                flags.map(x -> 1 - x))));
  }

  private static void addCasts(List<OperatorCase> cases) {
    Numbers whole = Numbers.indices(10, 9, 3, 4);
    Numbers flags = Numbers.booleans(11, 5);
    cases.add(
        OperatorCase.fixed(
            "Cast",
            List.of(whole, flags),
            v ->
                List.of(
                    Ops.cast(v.get(0), DType.F32),
                    Ops.cast(v.get(1), DType.F32),
                    Ops.cast(v.get(1), DType.I64),
                    Ops.cast(v.get(0), DType.BOOL)),
            List.of(
                whole.as(DType.F32),
                flags.as(DType.F32),
                flags.as(DType.I64),
                whole.map(x -> x == 0 ? 0 : 1).as(DType.BOOL))));
  }
}
