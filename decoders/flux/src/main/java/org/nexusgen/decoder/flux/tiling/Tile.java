package org.nexusgen.decoder.flux.tiling;

import java.util.ArrayList;
import java.util.List;

/** A rectangle of a plane, in cells. */
public record Tile(int top, int left, int height, int width) {
  /**
   * Tiles of one size that cover a plane: they begin at multiples of the stride; the last of each
   * row and column is shifted back to fit, and a plane that is smaller than a tile makes its tiles
   * smaller. Where the reference's tiles cover the plane these are the same.
   */
  public static List<Tile> cover(int height, int width, int size, int stride) {
    int tileHeight = Math.min(size, height);
    int tileWidth = Math.min(size, width);
    List<Tile> tiles = new ArrayList<>();
    for (int top : starts(height, tileHeight, stride)) {
      for (int left : starts(width, tileWidth, stride)) {
        tiles.add(new Tile(top, left, tileHeight, tileWidth));
      }
    }
    return tiles;
  }

  private static List<Integer> starts(int length, int tile, int stride) {
    List<Integer> starts = new ArrayList<>();
    for (int start = 0; start + tile < length; start += stride) {
      starts.add(start);
    }
    starts.add(length - tile);
    return starts;
  }

  /** The same rectangle on a plane whose cells are {@code factor} times as fine. */
  public Tile finer(int factor) {
    return new Tile(top * factor, left * factor, height * factor, width * factor);
  }

  /** The same rectangle on a plane whose cells are {@code factor} times as coarse. */
  public Tile coarser(int factor) {
    return new Tile(top / factor, left / factor, height / factor, width / factor);
  }

  /** This part of planes [channels, planeHeight, planeWidth]. */
  public float[] cut(float[] planes, int channels, int planeHeight, int planeWidth) {
    float[] part = new float[channels * height * width];
    for (int c = 0; c < channels; c++) {
      for (int row = 0; row < height; row++) {
        int from = (c * planeHeight + top + row) * planeWidth + left;
        System.arraycopy(planes, from, part, (c * height + row) * width, width);
      }
    }
    return part;
  }
}
