package org.nexusgen.training.vision;

import org.nexusgen.api.image.Image;
import org.nexusgen.api.weights.PixelSize;
import org.nexusgen.training.pictures.Pixels;

/**
 * The part of a picture that belongs to a token.
 *
 * @param size of the picture
 * @param perSide tokens along a side
 */
record TokenPixels(PixelSize size, int perSide) {
  private static final int CHANNELS = 3;

  int tokens() {
    return perSide * perSide;
  }

  /** Values of one token. */
  int values() {
    return CHANNELS * (size.width() / perSide) * (size.height() / perSide);
  }

  /** Its colour levels, -1 to 1, row by row. */
  float[] of(Image picture, int token) {
    int width = size.width() / perSide;
    int height = size.height() / perSide;
    int left = token % perSide * width;
    int top = token / perSide * height;
    byte[] levels = Pixels.crop(picture, left, top, width, height).pixels();
    float[] values = new float[levels.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = Pixels.value(levels[i]);
    }
    return values;
  }
}
