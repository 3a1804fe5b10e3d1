package org.nexusgen.engine.tensorrt.plan;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.nexusgen.api.graph.Attribute;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;

/** The operators with which kernels are made of weights, on float32 tensors. */
final class WeightArithmetic {
  /** Those that it knows. */
  static final Set<String> OPERATORS = Set.of("MatMul", "Transpose", "Reshape", "Concat");

  private WeightArithmetic() {}

  /** The node's output. */
  static Tensor of(Node node, List<Tensor> operands) {
    Tensor x = operands.get(0);
    return switch (node.op()) {
      case "MatMul" -> product(x, operands.get(1));
      case "Transpose" -> transposed(x, integers(node, "perm", reversed(x.shape().rank())));
      case "Reshape" -> x.reshape(target(x.shape(), operands.get(1).longs()));
      case "Concat" -> joined(operands, Math.toIntExact(integers(node, "axis", new long[1])[0]));
      default -> throw new IllegalArgumentException("no operator " + node.op());
    };
  }

  /** (…, m, k) and (…, k, n) to (…, m, n); one of them may be a single matrix for all. */
  private static Tensor product(Tensor a, Tensor b) {
    int rows = a.shape().size(-2);
    int inner = a.shape().size(-1);
    int columns = b.shape().size(-1);
    int left = Math.toIntExact(a.shape().elements() / Math.max(1, (long) rows * inner));
    int right = Math.toIntExact(b.shape().elements() / Math.max(1, (long) inner * columns));
    if (inner != b.shape().size(-2) || (left != right && left != 1 && right != 1)) {
      throw new IllegalArgumentException("no product of " + a.shape() + " and " + b.shape());
    }
    float[] x = a.floats();
    float[] y = b.floats();
    int count = Math.max(left, right);
    float[] z = new float[Math.multiplyExact(count, rows * columns)];
    for (int i = 0; i < count; i++) {
      int from = left == 1 ? 0 : i * rows * inner;
      int to = right == 1 ? 0 : i * inner * columns;
      for (int row = 0; row < rows; row++) {
        for (int column = 0; column < columns; column++) {
          double sum = 0;
          for (int k = 0; k < inner; k++) {
            sum += (double) x[from + row * inner + k] * y[to + k * columns + column];
          }
          z[(i * rows + row) * columns + column] = (float) sum;
        }
      }
    }
    long[] shape = (left >= right ? a : b).shape().toArray();
    shape[shape.length - 2] = rows;
    shape[shape.length - 1] = columns;
    return Tensor.of(z, shape);
  }

  private static Tensor transposed(Tensor x, long[] order) {
    long[] old = x.shape().toArray();
    long[] strides = new long[old.length];
    long stride = 1;
    for (int axis = old.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= old[axis];
    }
    long[] shape = Arrays.stream(order).map(axis -> old[(int) axis]).toArray();
    float[] from = x.floats();
    float[] to = new float[from.length];
    long[] place = new long[shape.length];
    for (int i = 0; i < to.length; i++) {
      long at = 0;
      for (int axis = 0; axis < shape.length; axis++) {
        at += place[axis] * strides[(int) order[axis]];
      }
      to[i] = from[(int) at];
      next(place, shape);
    }
    return Tensor.of(to, shape);
  }

  private static void next(long[] place, long[] shape) {
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      place[axis]++;
      if (place[axis] < shape[axis]) {
        return;
      }
      place[axis] = 0;
    }
  }

  private static Tensor joined(List<Tensor> parts, int axis) {
    long[] shape = parts.get(0).shape().toArray();
    int along = axis < 0 ? axis + shape.length : axis;
    shape[along] = parts.stream().mapToLong(part -> part.shape().size(along)).sum();
    int outer = IntStream.range(0, along).map(i -> (int) shape[i]).reduce(1, Math::multiplyExact);
    float[] values = new float[Math.toIntExact(Shape.of(shape).elements())];
    int at = 0;
    for (int i = 0; i < outer; i++) {
      for (Tensor part : parts) {
        float[] one = part.floats();
        int length = one.length / outer;
        System.arraycopy(one, i * length, values, at, length);
        at += length;
      }
    }
    return Tensor.of(values, shape);
  }

  /** Zero keeps a size, minus one takes what is left. */
  static long[] target(Shape shape, long[] wanted) {
    long[] sizes = wanted.clone();
    long known = 1;
    int open = -1;
    for (int axis = 0; axis < sizes.length; axis++) {
      if (sizes[axis] == 0) {
        sizes[axis] = shape.size(axis);
      }
      if (sizes[axis] < 0) {
        open = axis;
      } else {
        known *= sizes[axis];
      }
    }
    if (open >= 0) {
      sizes[open] = shape.elements() / known;
    }
    return sizes;
  }

  private static long[] reversed(int rank) {
    return IntStream.range(0, rank).mapToLong(i -> rank - 1L - i).toArray();
  }

  private static long[] integers(Node node, String name, long[] otherwise) {
    Attribute attribute = node.attributes().get(name);
    if (attribute instanceof Attribute.IntList list) {
      return list.values().stream().mapToLong(Long::longValue).toArray();
    }
    return attribute instanceof Attribute.IntValue one ? new long[] {one.value()} : otherwise;
  }
}
