package org.nexusgen.conformance;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.nexusgen.api.tensor.DType;

/** Element-wise and moving operators in plain loops. */
final class Expected {
  private Expected() {}

  static int[] broadcastShape(int[] a, int[] b) {
    int rank = Math.max(a.length, b.length);
    int[] shape = new int[rank];
    for (int i = 0; i < rank; i++) {
      int left = i + a.length - rank < 0 ? 1 : a[i + a.length - rank];
      int right = i + b.length - rank < 0 ? 1 : b[i + b.length - rank];
      shape[i] = left == 1 ? right : left;
    }
    return shape;
  }

  /** The element that lies at an index of the broadcast shape. */
  static double broadcastAt(Numbers x, int... index) {
    int[] own = new int[x.rank()];
    for (int i = 0; i < own.length; i++) {
      own[i] = x.dim(i) == 1 ? 0 : index[i + index.length - own.length];
    }
    return x.at(own);
  }

  static Numbers binary(Numbers a, Numbers b, DoubleBinaryOperator f) {
    int[] shape = broadcastShape(a.shape(), b.shape());
    return Numbers.fill(
        i -> {
          int[] index = Numbers.index(i, shape);
          return f.applyAsDouble(broadcastAt(a, index), broadcastAt(b, index));
        },
        shape);
  }

  static Numbers where(Numbers condition, Numbers a, Numbers b) {
    int[] shape = broadcastShape(condition.shape(), broadcastShape(a.shape(), b.shape()));
    return Numbers.fill(
        i -> {
          int[] index = Numbers.index(i, shape);
          return broadcastAt(broadcastAt(condition, index) != 0 ? a : b, index);
        },
        shape);
  }

  static Numbers transpose(Numbers x, int... perm) {
    int[] shape = Arrays.stream(perm).map(x::dim).toArray();
    return Numbers.fill(
        i -> {
          int[] to = Numbers.index(i, shape);
          int[] from = new int[to.length];
          for (int axis = 0; axis < to.length; axis++) {
            from[perm[axis]] = to[axis];
          }
          return x.at(from);
        },
        shape);
  }

  static Numbers slice(Numbers x, int axis, int from, int to, int step) {
    int[] shape = x.shape().clone();
    shape[axis] = (to - from + step - Integer.signum(step)) / step;
    return Numbers.fill(
            i -> {
              int[] index = Numbers.index(i, shape);
              index[axis] = from + index[axis] * step;
              return x.at(index);
            },
            shape)
        .as(x.dtype());
  }

  static Numbers concat(int axis, Numbers... parts) {
    int[] shape = parts[0].shape().clone();
    shape[axis] = Arrays.stream(parts).mapToInt(p -> p.dim(axis)).sum();
    return Numbers.fill(
        i -> {
          int[] index = Numbers.index(i, shape);
          int part = 0;
          while (index[axis] >= parts[part].dim(axis)) {
            index[axis] -= parts[part++].dim(axis);
          }
          return parts[part].at(index);
        },
        shape);
  }

  static Numbers gather(Numbers x, Numbers indices, int axis) {
    int[] shape = IntStream.of(x.shape()).limit(axis).toArray();
    int before = shape.length;
    int[] result = Arrays.copyOf(shape, before + indices.rank() + x.rank() - axis - 1);
    System.arraycopy(indices.shape(), 0, result, before, indices.rank());
    System.arraycopy(x.shape(), axis + 1, result, before + indices.rank(), x.rank() - axis - 1);
    return Numbers.fill(
        i -> {
          int[] index = Numbers.index(i, result);
          int[] pick = Arrays.copyOfRange(index, before, before + indices.rank());
          int[] from = new int[x.rank()];
          System.arraycopy(index, 0, from, 0, axis);
          from[axis] = Math.floorMod((int) indices.at(pick), x.dim(axis));
          System.arraycopy(index, axis + indices.rank(), from, axis + 1, x.rank() - axis - 1);
          return x.at(from);
        },
        result);
  }

  static Numbers scatterRows(Numbers x, Numbers indices, Numbers rows) {
    double[] data = x.data().clone();
    int width = data.length / x.dim(0);
    for (int i = 0; i < indices.data().length; i++) {
      System.arraycopy(rows.data(), i * width, data, ((int) indices.at(i)) * width, width);
    }
    return new Numbers(DType.F32, data, x.shape());
  }

  static Numbers expand(Numbers x, int... shape) {
    int[] result = broadcastShape(x.shape(), shape);
    return Numbers.fill(i -> broadcastAt(x, Numbers.index(i, result)), result);
  }

  static Numbers pad(Numbers x, int... pads) {
    int[] shape = new int[x.rank()];
    for (int i = 0; i < shape.length; i++) {
      shape[i] = x.dim(i) + pads[i] + pads[i + x.rank()];
    }
    return Numbers.fill(
        i -> {
          int[] index = Numbers.index(i, shape);
          for (int axis = 0; axis < shape.length; axis++) {
            index[axis] -= pads[axis];
            if (index[axis] < 0 || index[axis] >= x.dim(axis)) {
              return 0;
            }
          }
          return x.at(index);
        },
        shape);
  }

  static Numbers twice(Numbers x) {
    return Numbers.fill(
        i -> {
          int[] index = Numbers.index(i, x.dim(0), x.dim(1), 2 * x.dim(2), 2 * x.dim(3));
          return x.at(index[0], index[1], index[2] / 2, index[3] / 2);
        },
        x.dim(0),
        x.dim(1),
        2 * x.dim(2),
        2 * x.dim(3));
  }

  /** Folds one axis; kept with size 1. */
  static Numbers reduce(Numbers x, int axis, double start, DoubleBinaryOperator f) {
    int[] shape = x.shape().clone();
    shape[axis] = 1;
    return Numbers.fill(
        i -> {
          int[] index = Numbers.index(i, shape);
          double result = start;
          for (int j = 0; j < x.dim(axis); j++) {
            index[axis] = j;
            result = f.applyAsDouble(result, x.at(index));
          }
          return result;
        },
        shape);
  }

  static Numbers argMax(Numbers x, int axis) {
    int[] shape = x.shape().clone();
    shape[axis] = 1;
    Numbers kept =
        Numbers.fill(
            i -> {
              int[] index = Numbers.index(i, shape);
              int best = 0;
              for (int j = 0; j < x.dim(axis); j++) {
                index[axis] = j;
                double candidate = x.at(index);
                index[axis] = best;
                best = candidate > x.at(index) ? j : best;
              }
              return best;
            },
            shape);
    int[] dropped = IntStream.range(0, x.rank()).filter(a -> a != axis).map(x::dim).toArray();
    return kept.reshaped(dropped).as(DType.I64);
  }

  static Numbers softmax(Numbers x, int axis) {
    Numbers top = reduce(x, axis, Double.NEGATIVE_INFINITY, Math::max);
    Numbers exp = binary(x, top, (v, m) -> Math.exp(v - m));
    return binary(exp, reduce(exp, axis, 0, Double::sum), (v, s) -> v / s);
  }

  /** Abramowitz and Stegun's series 7.1.6 for the error function, to double precision. */
  static double erf(double x) {
    if (Math.abs(x) > 6) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; n < 200; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }
}
