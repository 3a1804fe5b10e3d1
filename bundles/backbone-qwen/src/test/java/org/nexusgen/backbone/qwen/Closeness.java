package org.nexusgen.backbone.qwen;

import static org.assertj.core.api.Assertions.assertThat;

/** Compares many numbers at once. */
final class Closeness {
  private Closeness() {}

  static void assertClose(float[] values, float[] wanted, float tolerance, String what) {
    assertThat(values).as(what).hasSameSizeAs(wanted);
    float largest = 0;
    int where = 0;
    for (int i = 0; i < values.length; i++) {
      float difference = Math.abs(values[i] - wanted[i]);
      if (!(difference <= largest)) {
        largest = difference;
        where = i;
      }
    }
    assertThat(largest)
        .as("largest difference of %s, at %d", what, where)
        .isLessThanOrEqualTo(tolerance);
  }
}
