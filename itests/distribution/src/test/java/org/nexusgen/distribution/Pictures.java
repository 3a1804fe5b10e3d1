package org.nexusgen.distribution;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Compares pictures value by value. */
final class Pictures {
  /** Of the golden data's README: at most one level on one value in a thousand. */
  static final double TOLERANCE = 0.001;

  private Pictures() {}

  /** Share of the values that differ, or 1 if one differs by more than a level. */
  static double difference(Path one, Path other) throws IOException {
    BufferedImage a = ImageIO.read(one.toFile());
    BufferedImage b = ImageIO.read(other.toFile());
    if (a.getWidth() != b.getWidth() || a.getHeight() != b.getHeight()) {
      return 1;
    }
    int different = 0;
    for (int y = 0; y < a.getHeight(); y++) {
      for (int x = 0; x < a.getWidth(); x++) {
        for (int shift = 0; shift <= 16; shift += 8) {
          int distance =
              Math.abs((a.getRGB(x, y) >> shift & 255) - (b.getRGB(x, y) >> shift & 255));
          if (distance > 1) {
            return 1;
          }
          different += distance;
        }
      }
    }
    return different / (3.0 * a.getWidth() * a.getHeight());
  }
}
