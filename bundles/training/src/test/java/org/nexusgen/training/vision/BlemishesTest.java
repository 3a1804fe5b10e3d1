package org.nexusgen.training.vision;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.image.Image;
import org.nexusgen.training.loop.Draws;

@DisplayName("Blemishes")
class BlemishesTest {
  private static final int SIDE = 24;

  /** Left half dark, right half light. */
  private static Image picture() {
    byte[] pixels = new byte[SIDE * SIDE * 3];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i / 3 % SIDE < SIDE / 2 ? 60 : 200);
    }
    return new Image(SIDE, SIDE, Image.Channels.RGB, pixels);
  }

  private static double difference(Image one, Image other) {
    double sum = 0;
    for (int i = 0; i < one.pixels().length; i++) {
      double difference = (one.pixels()[i] & 0xff) - (other.pixels()[i] & 0xff);
      sum += difference * difference;
    }
    return Math.sqrt(sum / one.pixels().length);
  }

  @Test
  @DisplayName("change most pictures a little, and some not at all")
  void changesMost() {
    Draws draws = Draws.of(1, "test", 0);
    int same = 0;
    for (int i = 0; i < 200; i++) {
      double difference = difference(picture(), new Blemishes(0.03).on(picture(), draws));
      assertThat(difference).isLessThan(40);
      same += difference == 0 ? 1 : 0;
    }
    assertThat(same).isBetween(30, 70);
  }

  @Test
  @DisplayName("are the same for the same draws, and none without a deviation")
  void areDrawn() {
    Image one = new Blemishes(0.1).on(picture(), Draws.of(1, "test", 5));
    assertThat(new Blemishes(0.1).on(picture(), Draws.of(1, "test", 5)).pixels())
        .isEqualTo(one.pixels());
    assertThat(difference(picture(), one)).isPositive();
    assertThat(new Blemishes(0).on(picture(), Draws.of(1, "test", 5)).pixels())
        .isEqualTo(picture().pixels());
  }
}
