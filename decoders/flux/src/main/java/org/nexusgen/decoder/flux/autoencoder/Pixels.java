package org.nexusgen.decoder.flux.autoencoder;

import org.nexusgen.api.image.Image;

/**
 * A picture as the autoencoder has it: planes [3, height, width] of values around -1 to 1.
 *
 * @param values R, G and B planes
 */
@SuppressWarnings("ArrayRecordComponent") // numeric planes, handed over
public record Pixels(int height, int width, float[] values) {
  static final int CHANNELS = 3;
  private static final int BYTE_MAX = 255;

  /** From 8 bits: v * 2/255 - 1. */
  public static Pixels of(Image image) {
    byte[] bytes = image.dropAlpha().pixels();
    int area = image.width() * image.height();
    float[] values = new float[CHANNELS * area];
    for (int p = 0; p < area; p++) {
      for (int c = 0; c < CHANNELS; c++) {
        values[c * area + p] = (bytes[CHANNELS * p + c] & 0xff) * (2f / BYTE_MAX) - 1;
      }
    }
    return new Pixels(image.height(), image.width(), values);
  }

  /** To 8 bits: clipped and, as in the reference, cut off instead of rounded. */
  public Image toImage() {
    int area = width * height;
    byte[] bytes = new byte[CHANNELS * area];
    for (int p = 0; p < area; p++) {
      for (int c = 0; c < CHANNELS; c++) {
        float unit = Math.clamp(values[c * area + p] / 2 + 0.5f, 0f, 1f);
        bytes[CHANNELS * p + c] = (byte) (int) (unit * BYTE_MAX);
      }
    }
    return new Image(width, height, Image.Channels.RGB, bytes);
  }
}
