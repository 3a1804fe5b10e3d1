package org.nexusgen.engine.pytorch.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongBinaryOperator;
import java.util.stream.IntStream;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.tensor.DType;

/**
 * Operators on sizes: whole numbers that follow from shapes are computed by the interpreter itself,
 * without tensors.
 */
final class SizeScripts {
  private SizeScripts() {}

  /** Writes the operator if all that it reads are sizes. */
  static boolean write(NodeScript o) {
    if (o.outputs() != 1 || o.result(0).dtype() != DType.I64 || o.result(0).rank() > 1) {
      return false;
    }
    Optional<List<String>> items =
        switch (o.op()) {
          case "Shape" -> Optional.of(shape(o));
          case "Add", "Sub", "Mul", "Div", "Max", "Min" -> arithmetic(o);
          case "Concat" -> concat(o);
          case "Slice" -> slice(o);
          case "Gather" -> gather(o);
          case "Identity", "Cast", "Squeeze", "Unsqueeze", "Reshape" -> o.sizes(0);
          default -> Optional.empty();
        };
    items.ifPresent(o::putSizes);
    return items.isPresent();
  }

  private static List<String> shape(NodeScript o) {
    int rank = o.rank(0);
    int start = clamp(o.integer("start", 0), rank);
    int end = clamp(o.integer("end", rank), rank);
    return IntStream.range(start, Math.max(start, end)).mapToObj(axis -> size(o, axis)).toList();
  }

  private static int clamp(long axis, int rank) {
    return Math.clamp(axis < 0 ? axis + rank : axis, 0, rank);
  }

  /** The size of an axis of the first input, or its number if it is known. */
  static String size(NodeScript o, int axis) {
    return o.type(0).dim(axis) instanceof Dim.Fixed fixed
        ? Long.toString(fixed.size())
        : o.let("torch.size(" + o.array(0) + ", " + axis + ")");
  }

  private static Optional<List<String>> arithmetic(NodeScript o) {
    if (o.sizes(0).isEmpty() || o.sizes(1).isEmpty()) {
      return Optional.empty();
    }
    List<String> a = o.sizes(0).get();
    List<String> b = o.sizes(1).get();
    int count = a.isEmpty() || b.isEmpty() ? 0 : Math.max(a.size(), b.size());
    return Optional.of(
        IntStream.range(0, count)
            .mapToObj(i -> combine(o, a.get(a.size() == 1 ? 0 : i), b.get(b.size() == 1 ? 0 : i)))
            .toList());
  }

  private static String combine(NodeScript o, String a, String b) {
    return switch (o.op()) {
      case "Add" -> folded(a, b, Math::addExact).orElse("(" + a + " + " + b + ")");
      case "Sub" -> folded(a, b, Math::subtractExact).orElse("(" + a + " - " + b + ")");
      case "Mul" -> folded(a, b, Math::multiplyExact).orElse("(" + a + " * " + b + ")");
      // Sizes are not negative, so rounding down is rounding to zero.
      case "Div" -> folded(a, b, (x, y) -> x / y).orElse("(" + a + " // " + b + ")");
      case "Max" -> folded(a, b, Math::max).orElse("ops.prim.max(" + a + ", " + b + ")");
      default -> folded(a, b, Math::min).orElse("ops.prim.min(" + a + ", " + b + ")");
    };
  }

  private static Optional<String> folded(String a, String b, LongBinaryOperator operator) {
    return isNumber(a) && isNumber(b)
        ? Optional.of(Long.toString(operator.applyAsLong(Long.parseLong(a), Long.parseLong(b))))
        : Optional.empty();
  }

  static boolean isNumber(String item) {
    return item.charAt(0) == '-' || Character.isDigit(item.charAt(0));
  }

  private static Optional<List<String>> concat(NodeScript o) {
    List<String> items = new ArrayList<>();
    for (int input = 0; input < o.inputs(); input++) {
      if (o.sizes(input).isEmpty()) {
        return Optional.empty();
      }
      items.addAll(o.sizes(input).get());
    }
    return Optional.of(items);
  }

  private static Optional<List<String>> slice(NodeScript o) {
    if (o.sizes(0).isEmpty() || !isConstant(o, 1) || !isConstant(o, 2) || o.has(4)) {
      return Optional.empty();
    }
    List<String> items = o.sizes(0).get();
    int from = clamp(o.longs(1).get(0), items.size());
    int to = clamp(o.longs(2).get(0), items.size());
    return Optional.of(items.subList(from, Math.max(from, to)));
  }

  private static Optional<List<String>> gather(NodeScript o) {
    if (o.sizes(0).isEmpty() || !isConstant(o, 1)) {
      return Optional.empty();
    }
    List<String> items = o.sizes(0).get();
    return Optional.of(
        o.longs(1).stream().map(i -> items.get((int) (i < 0 ? i + items.size() : i))).toList());
  }

  private static boolean isConstant(NodeScript o, int input) {
    return o.sizes(input)
        .filter(items -> items.stream().allMatch(SizeScripts::isNumber))
        .isPresent();
  }
}
