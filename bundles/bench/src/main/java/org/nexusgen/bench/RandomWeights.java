package org.nexusgen.bench;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;

/**
 * Tensors with random values at which activations keep their size: matrices are scaled by their
 * fan-in, norms are near one. The same seed gives the same values.
 */
final class RandomWeights {
  private static final double NORM_SPREAD = 0.05;
  private static final double BIAS_SPREAD = 0.02;

  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final SplittableRandom random;

  RandomWeights(long seed) {
    this.random = new SplittableRandom(seed);
  }

  Map<String, Tensor> tensors() {
    return tensors;
  }

  /** Weight [out,in] and bias [out]. */
  RandomWeights linear(String name, int in, int out) {
    return matrix(name + ".weight", out, in).bias(name + ".bias", out);
  }

  /** A tensor whose fan-in is the product of all axes but the first. */
  RandomWeights matrix(String name, long... shape) {
    double fanIn = Shape.of(shape).elements() / (double) shape[0];
    return put(name, 0, 1 / Math.sqrt(fanIn), shape);
  }

  /** A convolution's kernel and bias. */
  RandomWeights conv(String name, int in, int out, int kernel) {
    return matrix(name + ".weight", out, in, kernel, kernel).bias(name + ".bias", out);
  }

  RandomWeights norm(String name, int width) {
    return put(name + ".weight", 1, NORM_SPREAD, width);
  }

  /** A norm with weight and bias. */
  RandomWeights affineNorm(String name, int width) {
    return norm(name, width).bias(name + ".bias", width);
  }

  /** Rows of unit variance, as embeddings are. */
  RandomWeights rows(String name, int rows, int width) {
    return put(name, 0, 1, rows, width);
  }

  RandomWeights zeros(String name, long... shape) {
    return put(name, 0, 0, shape);
  }

  private RandomWeights bias(String name, int width) {
    return put(name, 0, BIAS_SPREAD, width);
  }

  private RandomWeights put(String name, double mean, double spread, long... dims) {
    Shape shape = Shape.of(dims);
    int count = Math.toIntExact(shape.elements());
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(Math.multiplyExact(count, Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    // Uniform values of the same variance: quicker to draw than normal ones.
    double reach = spread * Math.sqrt(3);
    for (int i = 0; i < count; i++) {
      bytes.putFloat((float) (mean + reach * (2 * random.nextDouble() - 1)));
    }
    tensors.put(name, Tensor.wrap(DType.F32, shape, bytes.flip()));
    return this;
  }
}
