package org.nexusgen.image;

import java.awt.image.Raster;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.image.Image.Channels;

/**
 * JPEG components to RGB, with libjpeg's integers (JFIF's equations in 16-bit fixed point) and
 * Pillow's reading of CMYK, which counts as inverted, the way Adobe writes it.
 */
final class JpegColours {
  private static final int SCALE_BITS = 16;
  private static final int HALF = 1 << (SCALE_BITS - 1);
  private static final int RED_OF_CR = fixed(1.40200);
  private static final int GREEN_OF_CR = -fixed(0.71414);
  private static final int GREEN_OF_CB = -fixed(0.34414);
  private static final int BLUE_OF_CB = fixed(1.77200);

  /** The value of Cb and Cr that stands for no colour. */
  private static final int NEUTRAL = 128;

  private JpegColours() {}

  private static int fixed(double factor) {
    return (int) (factor * (1 << SCALE_BITS) + 0.5);
  }

  static Image toRgb(Raster raster, JpegHeader.Colour colour) {
    int width = raster.getWidth();
    int height = raster.getHeight();
    int components = colour.components();
    byte[] rgb = new byte[3 * width * height];
    int[] row = new int[width * components];
    int at = 0;
    for (int y = 0; y < height; y++) {
      raster.getPixels(raster.getMinX(), raster.getMinY() + y, width, 1, row);
      for (int from = 0; from < row.length; from += components) {
        putPixel(row, from, colour, rgb, at);
        at += 3;
      }
    }
    return new Image(width, height, Channels.RGB, rgb);
  }

  private static void putPixel(int[] row, int from, JpegHeader.Colour colour, byte[] rgb, int at) {
    switch (colour) {
      case GRAY -> {
        byte gray = (byte) row[from];
        rgb[at] = gray;
        rgb[at + 1] = gray;
        rgb[at + 2] = gray;
      }
      case RGB -> {
        rgb[at] = (byte) row[from];
        rgb[at + 1] = (byte) row[from + 1];
        rgb[at + 2] = (byte) row[from + 2];
      }
      case YCBCR -> {
        rgb[at] = (byte) red(row, from);
        rgb[at + 1] = (byte) green(row, from);
        rgb[at + 2] = (byte) blue(row, from);
      }
      case CMYK -> {
        int light = row[from + 3];
        rgb[at] = inked(255 - row[from], light);
        rgb[at + 1] = inked(255 - row[from + 1], light);
        rgb[at + 2] = inked(255 - row[from + 2], light);
      }
      case YCCK -> { // YCC of the inverse of CMY, beside an untouched K
        int light = row[from + 3];
        rgb[at] = inked(red(row, from), light);
        rgb[at + 1] = inked(green(row, from), light);
        rgb[at + 2] = inked(blue(row, from), light);
      }
    }
  }

  /** Pillow's cmyk2rgb: what ink leaves of the light that black lets through. */
  private static byte inked(int ink, int light) {
    return (byte) Math.max(light - Alpha.multiply(ink, light), 0);
  }

  private static int red(int[] row, int from) {
    int cr = row[from + 2] - NEUTRAL;
    return clip(row[from] + ((RED_OF_CR * cr + HALF) >> SCALE_BITS));
  }

  private static int green(int[] row, int from) {
    int cb = row[from + 1] - NEUTRAL;
    int cr = row[from + 2] - NEUTRAL;
    return clip(row[from] + ((GREEN_OF_CB * cb + GREEN_OF_CR * cr + HALF) >> SCALE_BITS));
  }

  private static int blue(int[] row, int from) {
    int cb = row[from + 1] - NEUTRAL;
    return clip(row[from] + ((BLUE_OF_CB * cb + HALF) >> SCALE_BITS));
  }

  private static int clip(int value) {
    return Math.min(Math.max(value, 0), 255);
  }
}
