package org.nexusgen.decoder.preview;

import java.util.Random;
import org.nexusgen.api.image.Image;

/** Pictures to fit previews on when there are no others: coloured forms on a coloured ground. */
final class Sketches {
  private static final int SIDE = 144;
  private static final int MOST_FORMS = 6;
  private static final int LEAST_RADIUS = 6;
  private static final int RADIUS_RANGE = 40;
  private static final int KINDS = 3;

  private final Random random;

  Sketches(long seed) {
    this.random = new Random(seed);
  }

  Image next() {
    byte[] pixels = new byte[PreviewMap.COLOURS * SIDE * SIDE];
    paint(pixels, colour(), colour());
    int forms = random.nextInt(MOST_FORMS + 1);
    for (int i = 0; i < forms; i++) {
      form(pixels);
    }
    return new Image(SIDE, SIDE, Image.Channels.RGB, pixels);
  }

  private int[] colour() {
    return random.ints(PreviewMap.COLOURS, 0, 256).toArray();
  }

  /** A ground that runs from one colour to another, downwards. */
  private static void paint(byte[] pixels, int[] top, int[] bottom) {
    for (int i = 0; i < pixels.length; i++) {
      int colour = i % PreviewMap.COLOURS;
      double down = i / (double) pixels.length;
      pixels[i] = (byte) Math.round(top[colour] + down * (bottom[colour] - top[colour]));
    }
  }

  private void form(byte[] pixels) {
    int[] colour = colour();
    int kind = random.nextInt(KINDS);
    double radius = LEAST_RADIUS + RADIUS_RANGE * random.nextDouble();
    double centreX = SIDE * random.nextDouble();
    double centreY = SIDE * random.nextDouble();
    for (int p = 0; p < SIDE * SIDE; p++) {
      int row = p / SIDE;
      double x = (p % SIDE - centreX) / radius;
      double y = (row - centreY) / radius;
      if (inside(kind, x, y)) {
        for (int c = 0; c < PreviewMap.COLOURS; c++) {
          pixels[PreviewMap.COLOURS * p + c] = (byte) colour[c];
        }
      }
    }
  }

  private static boolean inside(int kind, double x, double y) {
    return switch (kind) {
      case 0 -> x * x + y * y <= 1;
      case 1 -> Math.abs(x) <= 1 && Math.abs(y) <= 1;
      default -> Math.abs(y) <= 1 && Math.abs(x) <= (y + 1) / 2;
    };
  }
}
