package org.nexusgen.api.weights;

import org.nexusgen.api.BadInputException;

/** Width and height in pixels. */
public record PixelSize(int width, int height) {
  public PixelSize {
    if (width < 1 || height < 1) {
      throw new BadInputException(
          "size %dx%d: both sides must be at least 1 pixel".formatted(width, height));
    }
  }

  @Override
  public String toString() {
    return width + "x" + height;
  }
}
