package org.nexusgen.encoder.qwen;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageGrid;
import org.nexusgen.encoder.qwen.WindowPacking.Place;

/** What the network needs to know that depends on the grid of its images alone. */
final class WindowTensors {
  private WindowTensors() {}

  /** For one image. */
  static Map<String, Tensor> of(ImageGrid grid, QwenVisionConfig config) {
    return of(1, grid, config);
  }

  /** For images of one size, one behind the other. */
  static Map<String, Tensor> of(int images, ImageGrid grid, QwenVisionConfig config) {
    WindowPartition windows = WindowPartition.of(grid, config);
    VisionRotary rotary = VisionRotary.of(grid, windows, config);
    int tokens = windows.order().length;
    WindowPacking packing = WindowPacking.of(windows);
    int bins = packing.bins().size();
    int places = bins * packing.slots();
    Map<String, Tensor> tensors = new HashMap<>();
    tensors.put(QwenVisionNetwork.ORDER, counted(windows.order(), images, tokens));
    tensors.put(QwenVisionNetwork.INVERSE, counted(windows.inverse(), images, tokens));
    tensors.put(QwenVisionNetwork.COS, repeated(rotary.cos(), images));
    tensors.put(QwenVisionNetwork.SIN, repeated(rotary.sin(), images));
    tensors.put(
        QwenVisionNetwork.SLOTS,
        counted(slots(packing), images, grid.patches())
            .reshape((long) images * bins, packing.slots()));
    tensors.put(QwenVisionNetwork.HOME, counted(home(packing, grid.patches()), images, places));
    tensors.put(QwenVisionNetwork.MASK, repeated(mask(packing), images));
    return tensors;
  }

  /** The numbers for each image, those of the next image behind those of the one before. */
  private static Tensor counted(int[] numbers, int images, int step) {
    long[] all = new long[images * numbers.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = numbers[i % numbers.length] + (long) i / numbers.length * step;
    }
    return Tensor.of(all, all.length);
  }

  /** The same for each image, along the outermost axis. */
  private static Tensor repeated(Tensor once, int images) {
    long[] dims = once.shape().toArray();
    dims[0] *= images;
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(Math.multiplyExact(once.bytes().remaining(), images));
    for (int image = 0; image < images; image++) {
      bytes.put(once.bytes());
    }
    return Tensor.wrap(once.dtype(), Shape.of(dims), bytes.flip());
  }

  /** A slot that no window uses reads the first patch of its bin. */
  private static int[] slots(WindowPacking packing) {
    int size = packing.slots();
    int[] slots = new int[packing.bins().size() * size];
    for (int bin = 0; bin < packing.bins().size(); bin++) {
      List<Place> places = packing.bins().get(bin);
      Arrays.fill(slots, bin * size, (bin + 1) * size, places.getFirst().firstPatch());
      for (Place place : places) {
        for (int i = 0; i < place.patches(); i++) {
          slots[bin * size + place.offset() + i] = place.firstPatch() + i;
        }
      }
    }
    return slots;
  }

  private static int[] home(WindowPacking packing, int patches) {
    int[] home = new int[patches];
    for (int bin = 0; bin < packing.bins().size(); bin++) {
      for (Place place : packing.bins().get(bin)) {
        for (int i = 0; i < place.patches(); i++) {
          home[place.firstPatch() + i] = bin * packing.slots() + place.offset() + i;
        }
      }
    }
    return home;
  }

  /** A patch sees its own window. An unused slot is read nowhere, but must see something. */
  private static Tensor mask(WindowPacking packing) {
    int size = packing.slots();
    boolean[] mask = new boolean[packing.bins().size() * size * size];
    for (int bin = 0; bin < packing.bins().size(); bin++) {
      List<Place> places = packing.bins().get(bin);
      for (Place place : places) {
        see(mask, bin * size, size, place.offset(), place.end(), place);
      }
      see(mask, bin * size, size, places.getLast().end(), size, places.getLast());
    }
    return Tensor.of(mask, packing.bins().size(), 1, size, size);
  }

  private static void see(boolean[] mask, int firstRow, int size, int from, int to, Place place) {
    for (int row = from; row < to; row++) {
      int start = (firstRow + row) * size;
      Arrays.fill(mask, start + place.offset(), start + place.end(), true);
    }
  }
}
