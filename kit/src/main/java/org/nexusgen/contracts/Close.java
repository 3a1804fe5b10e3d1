package org.nexusgen.contracts;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares many numbers and names the worst. */
final class Close {
  private Close() {}

  static void assertClose(float[] actual, float[] expected, double tolerance) {
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

  private static double distance(float[] actual, float[] expected, int i) {
    return Math.abs((double) actual[i] - expected[i]);
  }
}
