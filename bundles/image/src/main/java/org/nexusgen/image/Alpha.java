package org.nexusgen.image;

import org.nexusgen.api.image.Image;
import org.nexusgen.api.image.Image.Channels;

/** Arithmetic with transparency, rounded as Pillow rounds it. */
final class Alpha {
  private Alpha() {}

  /** Pillow's MULDIV255: {@code a * b / 255}, to nearest. */
  static int multiply(int a, int b) {
    return divide255(a * b);
  }

  private static int divide255(int product) {
    int rounded = product + 128;
    return ((rounded >> 8) + rounded) >> 8;
  }

  /** RGBA to colours multiplied by alpha (Pillow's mode RGBa). */
  static Image premultiply(Image image) {
    byte[] pixels = image.pixels().clone();
    for (int p = 0; p < pixels.length; p += 4) {
      int alpha = pixels[p + 3] & 0xff;
      for (int c = p; c < p + 3; c++) {
        pixels[c] = (byte) multiply(pixels[c] & 0xff, alpha);
      }
    }
    return new Image(image.width(), image.height(), Channels.RGBA, pixels);
  }

  /** The inverse of {@link #premultiply}, in place: the caller gives its image up. */
  static Image unpremultiply(Image image) {
    byte[] pixels = image.pixels();
    for (int p = 0; p < pixels.length; p += 4) {
      int alpha = pixels[p + 3] & 0xff;
      if (alpha != 0 && alpha != 255) {
        for (int c = p; c < p + 3; c++) {
          pixels[c] = (byte) Math.min(255 * (pixels[c] & 0xff) / alpha, 255);
        }
      }
    }
    return image;
  }

  /** RGBA to RGB on a white ground. */
  static Image overWhite(Image image) {
    int count = image.width() * image.height();
    byte[] source = image.pixels();
    byte[] target = new byte[3 * count];
    for (int p = 0; p < count; p++) {
      int alpha = source[4 * p + 3] & 0xff;
      for (int c = 0; c < 3; c++) {
        int colour = source[4 * p + c] & 0xff;
        target[3 * p + c] = (byte) divide255(255 * (255 - alpha) + colour * alpha);
      }
    }
    return new Image(image.width(), image.height(), Channels.RGB, target);
  }
}
