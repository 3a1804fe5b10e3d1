package org.nexusgen.training.vision;

import org.nexusgen.api.image.Image;
import org.nexusgen.training.loop.Draws;

/**
 * Pictures with the small faults of painted ones: noise, clouds, edges that are too soft or too
 * hard. An encoder that has only seen flawless pictures takes such faults for something else.
 *
 * @param deviation of noise and of clouds at most, as a share of white; 0 leaves pictures alone
 */
record Blemishes(double deviation) {
  private static final double WHITE = 255;
  private static final double FLAWLESS = 0.25;
  private static final double HARDEST = -0.4;
  private static final double SOFTEST = 0.6;
  private static final int CLOUD = 8;

  /** The picture with faults; one in four stays as it is. */
  Image on(Image picture, Draws draws) {
    if (deviation == 0 || draws.uniform() < FLAWLESS) {
      return picture;
    }
    Raster clean = new Raster(picture);
    double softness = HARDEST + (SOFTEST - HARDEST) * draws.uniform();
    double grain = WHITE * deviation * draws.uniform();
    double[] clouds = clouds(clean, WHITE * deviation * draws.uniform(), draws);
    byte[] pixels = new byte[clean.bytes.length];
    for (int y = 0; y < clean.height; y++) {
      for (int x = 0; x < clean.width; x++) {
        for (int c = 0; c < clean.depth; c++) {
          double value = clean.at(x, y, c);
          value += softness * (clean.around(x, y, c) - value);
          value += cloud(clouds, clean, x, y, c) + grain * nearlyNormal(draws);
          pixels[(y * clean.width + x) * clean.depth + c] =
              (byte) Math.round(Math.clamp(value, 0, WHITE));
        }
      }
    }
    return new Image(picture.width(), picture.height(), picture.channels(), pixels);
  }

  private static double[] clouds(Raster picture, double strength, Draws draws) {
    int columns = picture.width / CLOUD + 2;
    int rows = picture.height / CLOUD + 2;
    double[] clouds = new double[columns * rows * picture.depth];
    for (int i = 0; i < clouds.length; i++) {
      clouds[i] = strength * nearlyNormal(draws);
    }
    return clouds;
  }

  /** Between the four values around, linearly. */
  private static double cloud(double[] clouds, Raster picture, int x, int y, int c) {
    int columns = picture.width / CLOUD + 2;
    double right = x % CLOUD / (double) CLOUD;
    double down = y % CLOUD / (double) CLOUD;
    int at = (y / CLOUD * columns + x / CLOUD) * picture.depth + c;
    int below = at + columns * picture.depth;
    double upper = clouds[at] * (1 - right) + clouds[at + picture.depth] * right;
    double lower = clouds[below] * (1 - right) + clouds[below + picture.depth] * right;
    return upper * (1 - down) + lower * down;
  }

  /** Mean 0, deviation 1: the sum of three uniform values, many times faster than a logarithm. */
  private static double nearlyNormal(Draws draws) {
    return 2 * (draws.uniform() + draws.uniform() + draws.uniform() - 1.5);
  }

  /** A picture's bytes by place. */
  private static final class Raster {
    private final int width;
    private final int height;
    private final int depth;
    private final byte[] bytes;

    Raster(Image picture) {
      this.width = picture.width();
      this.height = picture.height();
      this.bytes = picture.pixels();
      this.depth = bytes.length / (width * height);
    }

    int at(int x, int y, int c) {
      int inX = Math.clamp(x, 0, width - 1);
      int inY = Math.clamp(y, 0, height - 1);
      return bytes[(inY * width + inX) * depth + c] & 0xff;
    }

    /** Mean of the pixels beside, above and below. */
    double around(int x, int y, int c) {
      return (at(x - 1, y, c) + at(x + 1, y, c) + at(x, y - 1, c) + at(x, y + 1, c)) / 4.0;
    }
  }
}
