package org.nexusgen.conformance;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.IntToDoubleFunction;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;

/** A tensor of doubles, row-major: what expected values are computed with. */
public final class Numbers {
  private final DType dtype;
  private final double[] data;
  private final int[] shape;

  /**
   * @param dtype type under which an engine sees the numbers
   */
  public Numbers(DType dtype, double[] data, int... shape) {
    if (data.length != size(shape)) {
      throw new IllegalArgumentException(
          data.length + " numbers for shape " + Arrays.toString(shape));
    }
    this.dtype = dtype;
    this.data = data;
    this.shape = shape;
  }

  public DType dtype() {
    return dtype;
  }

  /** The numbers themselves, not a copy. */
  public double[] data() {
    return data;
  }

  public int[] shape() {
    return shape.clone();
  }

  static int size(int... shape) {
    return Arrays.stream(shape).reduce(1, Math::multiplyExact);
  }

  /** Normally distributed float32 values. */
  public static Numbers random(long seed, int... shape) {
    Random random = new Random(seed);
    return fill(i -> (float) random.nextGaussian(), shape);
  }

  /** Float32 values in (0, 1]. */
  public static Numbers positive(long seed, int... shape) {
    Random random = new Random(seed);
    return fill(i -> (float) (1 - random.nextDouble() * 0.999), shape);
  }

  /** Whole numbers in [0, bound) as int64. */
  public static Numbers indices(long seed, int bound, int... shape) {
    Random random = new Random(seed);
    return fill(i -> random.nextInt(bound), shape).as(DType.I64);
  }

  /** Booleans, about half of them true. */
  public static Numbers booleans(long seed, int... shape) {
    Random random = new Random(seed);
    return fill(i -> random.nextInt(2), shape).as(DType.BOOL);
  }

  public static Numbers fill(IntToDoubleFunction value, int... shape) {
    double[] data = new double[size(shape)];
    for (int i = 0; i < data.length; i++) {
      data[i] = value.applyAsDouble(i);
    }
    return new Numbers(DType.F32, data, shape);
  }

  public Numbers as(DType type) {
    return new Numbers(type, data, shape);
  }

  public int rank() {
    return shape.length;
  }

  public int dim(int axis) {
    return shape[axis < 0 ? axis + shape.length : axis];
  }

  public Numbers reshaped(int... newShape) {
    return new Numbers(dtype, data, newShape);
  }

  public Numbers map(DoubleUnaryOperator f) {
    return new Numbers(dtype, Arrays.stream(data).map(f).toArray(), shape);
  }

  /** Element at the given indices. */
  public double at(int... index) {
    return data[offset(index)];
  }

  void set(double value, int... index) {
    data[offset(index)] = value;
  }

  private int offset(int... index) {
    int offset = 0;
    for (int axis = 0; axis < shape.length; axis++) {
      offset = offset * shape[axis] + index[axis];
    }
    return offset;
  }

  /** The indices of element i. */
  int[] index(int i) {
    return index(i, shape);
  }

  static int[] index(int i, int... shape) {
    int[] index = new int[shape.length];
    int rest = i;
    for (int axis = shape.length - 1; axis >= 0; axis--) {
      index[axis] = rest % shape[axis];
      rest /= shape[axis];
    }
    return index;
  }

  public Tensor tensor() {
    long[] dims = Arrays.stream(shape).asLongStream().toArray();
    return switch (dtype) {
      case I64 -> Tensor.of(Arrays.stream(data).mapToLong(v -> (long) v).toArray(), dims);
      case I32 -> Tensor.of(Arrays.stream(data).mapToInt(v -> (int) v).toArray(), dims);
      case BOOL -> {
        boolean[] flags = new boolean[data.length];
        for (int i = 0; i < flags.length; i++) {
          flags[i] = data[i] != 0;
        }
        yield Tensor.of(flags, dims);
      }
      default -> {
        float[] floats = new float[data.length];
        for (int i = 0; i < floats.length; i++) {
          floats[i] = (float) data[i];
        }
        yield Tensor.of(floats, dims);
      }
    };
  }

  /** Largest absolute value, at least 1: the scale of tolerances. */
  double scale() {
    return Arrays.stream(data).map(Math::abs).filter(Double::isFinite).reduce(1, Math::max);
  }
}
