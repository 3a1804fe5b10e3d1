package org.nexusgen.conformance;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.graph.Ops;
import org.nexusgen.graph.Value;

/** Networks to differentiate: at no point here has any of them a kink nearby. */
final class GradientCases {
  /** Operators with kinks: their inputs are made here. */
  private static final Set<String> KINKED =
      Set.of("Abs", "Relu", "Max", "Min", "ReduceMax", "Sqrt", "Log");

  private static final int[][] SHAPES = {{7}, {3, 5}, {2, 3, 4}};

  /** Between neighbours; what a walk changes is a tenth of it. */
  private static final double GAP = 0.25;

  private final List<OperatorCase> cases = new ArrayList<>();

  static List<OperatorCase> all() {
    GradientCases gradients = new GradientCases();
    gradients.unaries();
    gradients.binaries();
    gradients.others();
    Stream.of(LayoutCases.all(), NetworkCases.all(), AttentionCases.all())
        .flatMap(List::stream)
        .filter(GradientCases::isSmooth)
        .forEach(gradients.cases::add);
    return gradients.cases;
  }

  // Of a case in two forms the one with fixed sizes is enough.
  private static boolean isSmooth(OperatorCase c) {
    boolean learns = c.inputs().stream().anyMatch(input -> input.dtype() == DType.F32);
    boolean isReal =
        c.graph().outputs().stream().anyMatch(output -> output.type().dtype() == DType.F32);
    boolean isOnlyForm = c.name().endsWith("fixed sizes") || c.name().contains("behind");
    return learns
        && isReal
        && isOnlyForm
        && c.graph().nodes().stream().map(Node::op).noneMatch(KINKED::contains);
  }

  /** Values that keep their distance from each other and from 0, in a shuffled order. */
  private static Numbers apart(long seed, int... shape) {
    int count = Numbers.size(shape);
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      order.add(i);
    }
    Collections.shuffle(order, new Random(seed));
    return Numbers.fill(i -> (float) ((order.get(i) - count / 2 + 0.5) * GAP), shape);
  }

  private static Numbers positive(long seed, int... shape) {
    return Numbers.positive(seed, shape).map(x -> (float) (0.5 + x));
  }

  private void add(String name, List<Numbers> inputs, OperatorCase.Network network) {
    String title = name + Names.of(inputs.toArray(Numbers[]::new));
    cases.add(OperatorCase.fixed(title, inputs, network, List.of()));
  }

  private void unaries() {
    Map<String, UnaryOperator<Value>> all = new LinkedHashMap<>();
    all.put("Exp", Ops::exp);
    all.put("Tanh", Ops::tanh);
    all.put("Erf", Ops::erf);
    all.put("Cos", Ops::cos);
    all.put("Sin", Ops::sin);
    all.put("Neg", Ops::neg);
    all.put("Abs", Ops::abs);
    all.put("Sigmoid", Ops::sigmoid);
    all.put("Relu", Ops::relu);
    all.put("silu", Ops::silu);
    all.put("quickGelu", Ops::quickGelu);
    all.put("Gelu (erf)", Ops::geluErf);
    all.put("Gelu (tanh)", Ops::geluTanh);
    all.put("Pow 2", x -> Ops.pow(x, 2));
    all.put("Mul by a number", x -> Ops.mul(x, -1.5));
    all.put("Sub from a number", x -> Ops.sub(x.builder().constant(2), x));
    all.put("Max with a number", x -> Ops.max(x, x.builder().constant(0)));
    all.put("Min with a number", x -> Ops.min(x, x.builder().constant(0)));
    for (int[] shape : SHAPES) {
      all.forEach(
          (name, op) -> add(name, List.of(apart(1, shape)), v -> List.of(op.apply(v.get(0)))));
      add("Sqrt", List.of(positive(2, shape)), v -> List.of(Ops.sqrt(v.get(0))));
      add("Log", List.of(positive(3, shape)), v -> List.of(Ops.log(v.get(0))));
    }
  }

  private void binaries() {
    Map<String, BinaryOperator<Value>> all = new LinkedHashMap<>();
    all.put("Add", Ops::add);
    all.put("Sub", Ops::sub);
    all.put("Mul", Ops::mul);
    all.put("Div", Ops::div);
    int[][][] shapes = {
      {{4, 5}, {4, 5}}, {{2, 3, 5}, {5}}, {{2, 3, 5}, {}}, {{3, 1}, {1, 4}}, {{2, 1, 3}, {5, 1}}
    };
    for (int[][] pair : shapes) {
      all.forEach(
          (name, op) ->
              add(
                  name,
                  List.of(Numbers.random(4, pair[0]), positive(5, pair[1])),
                  v -> List.of(op.apply(v.get(0), v.get(1)))));
    }
    Numbers whole = apart(6, 4, 10);
    Numbers left = Numbers.fill(i -> whole.data()[2 * i], 4, 5);
    Numbers right = Numbers.fill(i -> whole.data()[2 * i + 1], 4, 5);
    add(
        "Max and Min",
        List.of(left, right),
        v -> List.of(Ops.max(v.get(0), v.get(1)), Ops.min(v.get(0), v.get(1))));
  }

  private void others() {
    Numbers flags = Numbers.booleans(7, 3, 4);
    add(
        "Where",
        List.of(flags, Numbers.random(8, 2, 3, 4), Numbers.random(9, 4)),
        v -> List.of(Ops.where(v.get(0), v.get(1), v.get(2))));
    add(
        "Cast of a mask",
        List.of(flags, Numbers.random(10, 3, 4)),
        v -> List.of(Ops.mul(Ops.cast(v.get(0), DType.F32), v.get(1))));
    add(
        "ReduceSum, ReduceMean, ReduceMax",
        List.of(apart(11, 3, 4, 5)),
        v ->
            List.of(
                Ops.reduceSum(v.get(0), false, 0, 2),
                Ops.reduceMean(v.get(0), true, 1),
                Ops.reduceMax(v.get(0), false, 2)));
    add("Identity", List.of(Numbers.random(16, 3, 4)), v -> List.of(v.get(0), Ops.exp(v.get(0))));
    add(
        "A weight that is used twice",
        List.of(Numbers.random(12, 3, 3)),
        v -> List.of(Ops.matmul(Ops.matmul(v.get(0), v.get(0)), Ops.transpose(v.get(0), 1, 0))));
    add(
        "Linear with bias",
        List.of(Numbers.random(13, 2, 5, 4), Numbers.random(14, 3, 4), Numbers.random(15, 3)),
        v -> List.of(Ops.add(Ops.matmul(v.get(0), Ops.transpose(v.get(1), 1, 0)), v.get(2))));
  }
}
