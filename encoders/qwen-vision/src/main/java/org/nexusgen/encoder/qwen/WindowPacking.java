package org.nexusgen.encoder.qwen;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Windows put into bins of equal size, because attention takes a batch of equal rows: a window of
 * full size is a bin by itself, the smaller ones of the borders share bins. A mask keeps those
 * apart. At the 9×9 embeddings of a generated picture this makes 6 bins where one bin a window
 * would make 9.
 */
final class WindowPacking {
  /**
   * A window in its bin.
   *
   * @param firstPatch of the window, in window order
   * @param offset in the bin
   * @param patches in the window
   */
  record Place(int firstPatch, int offset, int patches) {
    int end() {
      return offset + patches;
    }
  }

  private final List<List<Place>> bins = new ArrayList<>();
  private final int slots;

  private WindowPacking(int slots) {
    this.slots = slots;
  }

  /** Largest windows first, each into the first bin that has room. */
  static WindowPacking of(WindowPartition windows) {
    WindowPacking packing = new WindowPacking(windows.slots());
    int[] starts = windows.patchStarts();
    IntStream.range(0, windows.windows())
        .boxed()
        .sorted(Comparator.comparing(windows::patches, Comparator.reverseOrder()))
        .forEach(window -> packing.put(starts[window], windows.patches(window)));
    return packing;
  }

  private void put(int firstPatch, int patches) {
    for (List<Place> bin : bins) {
      int used = bin.getLast().end();
      if (used + patches <= slots) {
        bin.add(new Place(firstPatch, used, patches));
        return;
      }
    }
    bins.add(new ArrayList<>(List.of(new Place(firstPatch, 0, patches))));
  }

  /** The windows of each bin, the first at offset 0, without gaps. */
  List<List<Place>> bins() {
    return bins;
  }

  /** Patches that fit into a bin. */
  int slots() {
    return slots;
  }
}
