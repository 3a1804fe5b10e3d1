package org.nexusgen.image;

import org.nexusgen.api.BadInputException;

/**
 * How large a picture may be. Asked with the header's numbers, before anything is allocated.
 *
 * @param pixels most pixels of a picture
 */
record PixelLimit(long pixels) {
  /** Where Pillow raises its DecompressionBombError: twice its MAX_IMAGE_PIXELS. */
  static final long PILLOW_PIXELS = 178_956_970;

  /** A picture may fill this part of the heap: the rest is for what is made of it. */
  private static final int HEAP_SHARE = 2;

  PixelLimit {
    if (pixels < 1) {
      throw new BadInputException("limit of %d pixels: wants 1 or more".formatted(pixels));
    }
  }

  /**
   * @param bytesPerPixel that decoding keeps in memory
   * @throws BadInputException if the picture is empty or too large
   */
  void check(String name, long width, long height, int bytesPerPixel) {
    if (width < 1 || height < 1) {
      throw new BadInputException(
          "%s: picture of %dx%d pixels, wants 1x1 or more".formatted(name, width, height));
    }
    // Sides are unsigned 32-bit numbers at most, so that the product may pass 2^63.
    if (Math.multiplyHigh(width, height) != 0 || width * height < 0 || width * height > pixels) {
      throw new BadInputException(
          "%s: picture of %dx%d pixels, the limit is %d pixels; make it smaller"
              .formatted(name, width, height, pixels));
    }
    long bytes = width * height * bytesPerPixel;
    long available = Math.min(Runtime.getRuntime().maxMemory() / HEAP_SHARE, Integer.MAX_VALUE - 8);
    if (bytes > available) {
      throw new BadInputException(
          "%s: picture of %dx%d pixels takes %d MB, %d MB are available; make it smaller, or give "
                  .formatted(name, width, height, bytes >> 20, available >> 20)
              + "the JVM more memory (-Xmx)");
    }
  }
}
