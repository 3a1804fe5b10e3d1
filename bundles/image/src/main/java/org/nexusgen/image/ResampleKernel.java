package org.nexusgen.image;

import org.nexusgen.api.image.ImageResizer.Filter;

/**
 * The weights of one resampling pass, in Pillow's fixed point: for each target pixel the first
 * source pixel, and the weights of that one and its successors.
 */
final class ResampleKernel {
  /** Bits after the binary point: 32, less 8 for a pixel and 2 for what overshoots. */
  private static final int PRECISION = 32 - 8 - 2;

  /** One half in fixed point: sums start with it, so that cutting the fraction rounds. */
  static final int HALF = 1 << (PRECISION - 1);

  /** Catmull-Rom, which is what Pillow and Keys' paper of 1981 use. */
  private static final double CUBIC_A = -0.5;

  private final int[] first;
  private final int[][] weights;

  private ResampleKernel(int[] first, int[][] weights) {
    this.first = first;
    this.weights = weights;
  }

  static ResampleKernel of(int sourceSize, int targetSize, Filter filter) {
    double scale = (double) sourceSize / targetSize;
    // The filter is stretched when shrinking, so that every source pixel counts (antialiasing).
    double stretch = Math.max(scale, 1.0);
    double support = support(filter) * stretch;
    double perPixel = 1.0 / stretch;
    int[] first = new int[targetSize];
    int[][] weights = new int[targetSize][];
    for (int i = 0; i < targetSize; i++) {
      double center = (i + 0.5) * scale;
      int from = Math.max((int) (center - support + 0.5), 0);
      int to = Math.min((int) (center + support + 0.5), sourceSize);
      double[] exact = new double[to - from];
      double sum = 0;
      for (int k = 0; k < exact.length; k++) {
        exact[k] = value(filter, (k + from - center + 0.5) * perPixel);
        sum += exact[k];
      }
      first[i] = from;
      weights[i] = toFixedPoint(exact, sum);
    }
    return new ResampleKernel(first, weights);
  }

  /** Number of target pixels. */
  int size() {
    return first.length;
  }

  /** First source pixel of a target pixel. */
  int first(int target) {
    return first[target];
  }

  /** Weights of {@link #first} and the pixels after it. */
  int[] weights(int target) {
    return weights[target];
  }

  /** A sum that started with {@link #HALF}, as a pixel. */
  static byte toByte(int sum) {
    return (byte) Math.min(Math.max(sum >> PRECISION, 0), 255);
  }

  private static int[] toFixedPoint(double[] exact, double sum) {
    int[] fixed = new int[exact.length];
    for (int k = 0; k < exact.length; k++) {
      double weight = (sum == 0 ? exact[k] : exact[k] / sum) * (1 << PRECISION);
      fixed[k] = (int) (weight < 0 ? weight - 0.5 : weight + 0.5);
    }
    return fixed;
  }

  private static double support(Filter filter) {
    return switch (filter) {
      case BILINEAR -> 1.0;
      case BICUBIC -> 2.0;
    };
  }

  private static double value(Filter filter, double offset) {
    double x = Math.abs(offset);
    return switch (filter) {
      case BILINEAR -> x < 1 ? 1 - x : 0;
      case BICUBIC -> {
        if (x < 1) {
          yield ((CUBIC_A + 2) * x - (CUBIC_A + 3)) * x * x + 1;
        }
        yield x < 2 ? (((x - 5) * x + 8) * x - 4) * CUBIC_A : 0;
      }
    };
  }
}
