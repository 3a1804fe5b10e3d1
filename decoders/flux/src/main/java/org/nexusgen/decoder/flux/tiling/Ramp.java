package org.nexusgen.decoder.flux.tiling;

/** How much a tile's cell counts where tiles overlap. */
@FunctionalInterface
public interface Ramp {
  /** Weight of the cell at a row and column of a tile, above 0. */
  float weight(Tile tile, int row, int column);

  /**
   * Rises from every side of the tile over a border (the reference's VAE tiling). At the plane's
   * own edges this dims nothing: weights are divided out.
   */
  static Ramp fromAllSides(int border) {
    float width = Math.max(1, border);
    return (tile, row, column) -> {
      int vertical = Math.min(row + 1, tile.height() - row);
      int horizontal = Math.min(column + 1, tile.width() - column);
      return Math.min(1f, Math.min(vertical, horizontal) / width);
    };
  }

  /**
   * Rises from the sides that other tiles continue, over a quarter of the tile's height plus width
   * (the reference's FastTileWorker, used for its transformer).
   */
  static Ramp fromInnerSides(int planeHeight, int planeWidth) {
    return (tile, row, column) -> {
      int border = Math.max(1, (tile.height() + tile.width()) / 4);
      int nearest = border;
      if (tile.top() > 0) {
        nearest = Math.min(nearest, row + 1);
      }
      if (tile.top() + tile.height() < planeHeight) {
        nearest = Math.min(nearest, tile.height() - row);
      }
      if (tile.left() > 0) {
        nearest = Math.min(nearest, column + 1);
      }
      if (tile.left() + tile.width() < planeWidth) {
        nearest = Math.min(nearest, tile.width() - column);
      }
      return (float) nearest / border;
    };
  }
}
