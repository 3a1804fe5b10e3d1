package org.nexusgen.training.pictures;

import java.util.List;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.tensor.Tensor;

/** Pictures of equal size as the tensor that networks over pixels read. */
public final class Pixels {
  private static final int CHANNELS = 3;
  private static final float HALF = 127.5f;

  private Pixels() {}

  /** F32 [pictures, 3, height, width], -1 to 1. */
  public static Tensor tensor(List<Image> pictures) {
    int width = pictures.get(0).width();
    int height = pictures.get(0).height();
    int plane = width * height;
    float[] values = new float[pictures.size() * CHANNELS * plane];
    int picture = 0;
    for (Image image : pictures) {
      byte[] rgb = image.dropAlpha().pixels();
      for (int channel = 0; channel < CHANNELS; channel++) {
        int to = (picture * CHANNELS + channel) * plane;
        for (int i = 0; i < plane; i++) {
          values[to + i] = value(rgb[CHANNELS * i + channel]);
        }
      }
      picture++;
    }
    return Tensor.of(values, pictures.size(), CHANNELS, height, width);
  }

  /** A colour level of 0 to 255 between -1 and 1. */
  public static float value(byte level) {
    return (level & 0xff) / HALF - 1;
  }

  /** A part of a picture. */
  public static Image crop(Image image, int left, int top, int width, int height) {
    byte[] from = image.dropAlpha().pixels();
    byte[] to = new byte[width * height * CHANNELS];
    for (int row = 0; row < height; row++) {
      System.arraycopy(
          from,
          ((top + row) * image.width() + left) * CHANNELS,
          to,
          row * width * CHANNELS,
          width * CHANNELS);
    }
    return new Image(width, height, Image.Channels.RGB, to);
  }
}
