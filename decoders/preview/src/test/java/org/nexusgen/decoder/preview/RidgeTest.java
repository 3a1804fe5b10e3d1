package org.nexusgen.decoder.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Ridge regression")
class RidgeTest {
  @Test
  @DisplayName("finds the linear map and the bias behind examples")
  void findsTheMap() {
    Random random = new Random(1);
    Ridge ridge = new Ridge(2, 2);
    for (int i = 0; i < 4000; i++) {
      float x = (float) random.nextGaussian();
      float y = (float) random.nextGaussian();
      ridge.add(new float[] {9, x, y}, 1, new float[] {3 * x - y + 2, 0.5f * y - 1});
    }
    float[] wanted = {3, 0, -1, 0.5f, 2, -1};
    float[] got = ridge.solve();
    for (int i = 0; i < wanted.length; i++) {
      assertThat(got[i]).as("weight %d", i).isCloseTo(wanted[i], within(1e-2f));
    }
  }
}
