package org.nexusgen.plain;

import static org.assertj.core.api.Assertions.assertThat;

/** Comparison of results within an absolute and a relative tolerance. */
public final class Close {
  private Close() {}

  public static void assertClose(String what, float[] got, float[] wanted, double tolerance) {
    assertThat(got).as(what).hasSize(wanted.length);
    for (int i = 0; i < got.length; i++) {
      double allowed = tolerance + tolerance * Math.abs(wanted[i]);
      assertThat(Math.abs(got[i] - (double) wanted[i]))
          .as("%s [%d]: got %s, wants %s", what, i, got[i], wanted[i])
          .isLessThanOrEqualTo(allowed);
    }
  }
}
