package org.nexusgen.encoder.qwen;

import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.PixelSize;

/**
 * The size to which Qwen's processor brings a picture ({@code smart_resize}): sides that are
 * multiples of a factor, an area between two limits, and about the same proportions.
 *
 * @param factor that both sides are multiples of
 * @param minPixels smaller areas are enlarged
 * @param maxPixels larger areas are reduced
 */
record SmartResize(int factor, int minPixels, int maxPixels) {
  /** MAX_RATIO of qwen_vl_utils. */
  private static final int MOST_RATIO = 200;

  /**
   * @throws BadInputException if one side is more than 200 times the other
   */
  PixelSize apply(PixelSize size) {
    int width = size.width();
    int height = size.height();
    double ratio = (double) Math.max(width, height) / Math.min(width, height);
    if (ratio > MOST_RATIO) {
      throw new BadInputException(
          "picture of %s pixels: one side is %.0f times the other, the limit is %d; crop it"
              .formatted(size, ratio, MOST_RATIO));
    }
    long roundedHeight = Math.max(factor, roundToEven(height));
    long roundedWidth = Math.max(factor, roundToEven(width));
    double area = (double) width * height;
    if (roundedHeight * roundedWidth > maxPixels) {
      double shrink = Math.sqrt(area / maxPixels);
      return multiples(Math.floor(width / shrink / factor), Math.floor(height / shrink / factor));
    }
    if (roundedHeight * roundedWidth < minPixels) {
      double grow = Math.sqrt(minPixels / area);
      return multiples(Math.ceil(width * grow / factor), Math.ceil(height * grow / factor));
    }
    return new PixelSize((int) roundedWidth, (int) roundedHeight);
  }

  /** Python's round: a side half way between two multiples goes to the even one. */
  private long roundToEven(int side) {
    return (long) Math.rint((double) side / factor) * factor;
  }

  // Older versions of the reference's library make 0 of very small sides, newer ones clamp.
  private PixelSize multiples(double columns, double rows) {
    int width = factor * (int) Math.max(columns, 1);
    int height = factor * (int) Math.max(rows, 1);
    return new PixelSize(width, height);
  }
}
