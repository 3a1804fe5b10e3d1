package org.nexusgen.encoder.qwen;

import static org.assertj.core.api.Assertions.assertThat;

import org.nexusgen.api.tensor.Tensor;

/** Compares many numbers and names the worst, in time that does not depend on how many differ. */
final class Close {
  private Close() {}

  static void assertClose(Tensor actual, Tensor expected, double tolerance) {
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertClose(actual.floats(), expected.floats(), tolerance);
  }

  static void assertClose(float[] actual, float[] expected, double tolerance) {
    assertClose(widened(actual), widened(expected), tolerance);
  }

  static void assertClose(double[] actual, double[] expected, double tolerance) {
    assertThat(actual).hasSameSizeAs(expected);
    int worst = 0;
    for (int i = 0; i < actual.length; i++) {
      if (!(distance(actual, expected, i) <= distance(actual, expected, worst))) {
        worst = i;
      }
    }
    if (actual.length > 0) {
      assertThat(distance(actual, expected, worst))
          .as("at %d of %d: %s, wanted %s", worst, actual.length, actual[worst], expected[worst])
          .isLessThanOrEqualTo(tolerance);
    }
  }

  private static double distance(double[] actual, double[] expected, int i) {
    return Math.abs(actual[i] - expected[i]);
  }

  private static double[] widened(float[] values) {
    double[] wide = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      wide[i] = values[i];
    }
    return wide;
  }
}
