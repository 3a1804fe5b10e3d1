package org.nexusgen.eval;

import java.util.Arrays;
import java.util.List;
import org.nexusgen.api.image.Image;

/** Pictures in rows and columns on white, as large as the largest. */
final class ContactSheet {
  private static final int GAP = 6;
  private static final int FRAME = 3;
  private static final int[] FRAME_RGB = {220, 20, 20};
  private static final byte WHITE = (byte) 255;

  private final int cellWidth;
  private final int cellHeight;
  private final int width;
  private final int height;
  private final byte[] pixels;

  /**
   * @param all pictures that will be put
   */
  ContactSheet(int columns, int rows, List<Image> all) {
    this.cellWidth = all.stream().mapToInt(Image::width).max().orElse(1) + GAP;
    this.cellHeight = all.stream().mapToInt(Image::height).max().orElse(1) + GAP;
    this.width = columns * cellWidth + GAP;
    this.height = rows * cellHeight + GAP;
    this.pixels = new byte[Math.multiplyExact(Math.multiplyExact(width, height), 3)];
    Arrays.fill(pixels, WHITE);
  }

  void put(int column, int row, Image image, boolean framed) {
    int left = GAP + column * cellWidth;
    int top = GAP + row * cellHeight;
    if (framed) {
      frame(left - FRAME, top - FRAME, image.width() + 2 * FRAME, image.height() + 2 * FRAME);
    }
    byte[] rgb = image.dropAlpha().pixels();
    int line = image.width() * 3;
    for (int y = 0; y < image.height(); y++) {
      System.arraycopy(rgb, y * line, pixels, ((top + y) * width + left) * 3, line);
    }
  }

  private void frame(int left, int top, int frameWidth, int frameHeight) {
    for (int y = top; y < top + frameHeight; y++) {
      for (int x = left; x < left + frameWidth; x++) {
        for (int c = 0; c < 3; c++) {
          pixels[(y * width + x) * 3 + c] = (byte) FRAME_RGB[c];
        }
      }
    }
  }

  Image image() {
    return new Image(width, height, Image.Channels.RGB, pixels);
  }
}
