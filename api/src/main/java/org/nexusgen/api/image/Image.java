package org.nexusgen.api.image;

import org.nexusgen.api.BadInputException;

/**
 * A picture in memory: 8 bits a channel, rows from the top, channels interleaved. The pixel array
 * counts as immutable; who makes an image hands it over.
 *
 * @param width in pixels
 * @param height in pixels
 * @param channels what the bytes of a pixel mean
 * @param pixels {@code width * height * channels.count()} bytes
 */
@SuppressWarnings("ArrayRecordComponent") // pixels are large: sharing is the point
public record Image(int width, int height, Channels channels, byte[] pixels) {
  /** Meaning of a pixel's bytes. */
  public enum Channels {
    RGB(3),
    RGBA(4);

    private final int count;

    Channels(int count) {
      this.count = count;
    }

    public int count() {
      return count;
    }
  }

  public Image {
    if (width < 1 || height < 1) {
      throw new BadInputException(
          "image of %dx%d pixels: wants 1x1 or more".formatted(width, height));
    }
    long wanted = (long) width * height * channels.count();
    if (pixels.length != wanted) {
      throw new BadInputException(
          "image of %dx%d %s: got %d bytes, wants %d"
              .formatted(width, height, channels, pixels.length, wanted));
    }
  }

  /** The image without its alpha channel, colours untouched, as PIL's {@code convert("RGB")}. */
  public Image dropAlpha() {
    if (channels == Channels.RGB) {
      return this;
    }
    byte[] rgb = new byte[width * height * 3];
    for (int p = 0; p < width * height; p++) {
      System.arraycopy(pixels, 4 * p, rgb, 3 * p, 3);
    }
    return new Image(width, height, Channels.RGB, rgb);
  }
}
