package org.nexusgen.encoder.qwen;

import java.util.Arrays;
import org.nexusgen.api.vision.ImageGrid;

/**
 * An image's embeddings cut into square attention windows: windows in raster order, raster order
 * inside, smaller ones at the right and lower border (Qwen2.5-VL report § 2.1.1, {@code
 * get_window_index}). Where the reference makes empty windows, there are none here.
 */
final class WindowPartition {
  private final int[] order;
  private final int[] starts;
  private final int mergedPatches;

  private WindowPartition(int[] order, int[] starts, int mergedPatches) {
    this.order = order;
    this.starts = starts;
    this.mergedPatches = mergedPatches;
  }

  static WindowPartition of(ImageGrid grid, QwenVisionConfig config) {
    int rows = grid.height() / config.spatialMergeSize();
    int columns = grid.width() / config.spatialMergeSize();
    int side = config.windowTokens();
    int down = Math.ceilDiv(rows, side);
    int across = Math.ceilDiv(columns, side);
    int[] order = new int[rows * columns];
    int[] starts = new int[down * across + 1];
    int placed = 0;
    for (int window = 0; window < down * across; window++) {
      int top = window / across * side;
      int left = window % across * side;
      for (int row = top; row < Math.min(top + side, rows); row++) {
        for (int column = left; column < Math.min(left + side, columns); column++) {
          order[placed++] = row * columns + column;
        }
      }
      starts[window + 1] = placed;
    }
    return new WindowPartition(order, starts, config.mergedPatches());
  }

  /** Which embedding of the raster stands at each place of the window order. */
  int[] order() {
    return order;
  }

  /** Where each embedding of the raster stands in the window order. */
  int[] inverse() {
    int[] inverse = new int[order.length];
    for (int place = 0; place < order.length; place++) {
      inverse[order[place]] = place;
    }
    return inverse;
  }

  /** First patch of each window, in window order, and the number of patches at the end. */
  int[] patchStarts() {
    return Arrays.stream(starts).map(start -> start * mergedPatches).toArray();
  }

  int windows() {
    return starts.length - 1;
  }

  /** Patches of the largest window. */
  int slots() {
    int most = 0;
    for (int window = 0; window < windows(); window++) {
      most = Math.max(most, starts[window + 1] - starts[window]);
    }
    return most * mergedPatches;
  }

  /** Whether all windows have as many patches as the largest. */
  boolean even() {
    return patchStarts()[windows()] == windows() * slots();
  }

  /** Patches in a window. */
  int patches(int window) {
    return (starts[window + 1] - starts[window]) * mergedPatches;
  }
}
