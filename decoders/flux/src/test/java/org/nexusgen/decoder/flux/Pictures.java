package org.nexusgen.decoder.flux;

import static org.assertj.core.api.Assertions.assertThat;

import org.nexusgen.api.image.Image;
import org.nexusgen.api.image.ImageFiles;
import org.nexusgen.golden.Golden;

/** Reads golden pictures and compares with them. */
final class Pictures {
  /** Share of 8-bit values that may differ, by one level: truncation turns 1e-6 into a level. */
  private static final double DIFFERENT = 0.001;

  private Pictures() {}

  static Image read(String file) {
    return Reference.service(ImageFiles.class).read(Golden.path(file));
  }

  static void assertAlmostEqual(Image actual, Image expected) {
    assertThat(actual.width()).isEqualTo(expected.width());
    assertThat(actual.height()).isEqualTo(expected.height());
    int different = 0;
    int worst = 0;
    for (int i = 0; i < actual.pixels().length; i++) {
      int levels = Math.abs((actual.pixels()[i] & 0xff) - (expected.pixels()[i] & 0xff));
      different += levels > 0 ? 1 : 0;
      worst = Math.max(worst, levels);
    }
    assertThat(worst).as("largest difference in levels").isLessThanOrEqualTo(1);
    assertThat((double) different / actual.pixels().length)
        .as("share of different values")
        .isLessThanOrEqualTo(DIFFERENT);
  }
}
