package org.nexusgen.encoder.qwen;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageGrid;

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
    int places = windows.windows() * windows.slots();
    int size = windows.slots();
    Map<String, Tensor> tensors = new HashMap<>();
    tensors.put(QwenVisionNetwork.ORDER, counted(windows.order(), images, tokens));
    tensors.put(QwenVisionNetwork.INVERSE, counted(windows.inverse(), images, tokens));
    tensors.put(QwenVisionNetwork.COS, repeated(rotary.cos(), images));
    tensors.put(QwenVisionNetwork.SIN, repeated(rotary.sin(), images));
    tensors.put(
        QwenVisionNetwork.SLOTS,
        counted(slots(windows), images, grid.patches())
            .reshape((long) images * windows.windows(), size));
    tensors.put(QwenVisionNetwork.HOME, counted(home(windows), images, places));
    tensors.put(QwenVisionNetwork.MASK, repeated(mask(windows), images));
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

  private static int[] slots(WindowPartition windows) {
    int size = windows.slots();
    int[] starts = windows.patchStarts();
    int[] slots = new int[windows.windows() * size];
    for (int window = 0; window < windows.windows(); window++) {
      for (int place = 0; place < size; place++) {
        boolean used = place < windows.patches(window);
        slots[window * size + place] = starts[window] + (used ? place : 0);
      }
    }
    return slots;
  }

  private static int[] home(WindowPartition windows) {
    int[] starts = windows.patchStarts();
    int[] home = new int[starts[windows.windows()]];
    for (int window = 0; window < windows.windows(); window++) {
      for (int patch = starts[window]; patch < starts[window + 1]; patch++) {
        home[patch] = window * windows.slots() + patch - starts[window];
      }
    }
    return home;
  }

  private static Tensor mask(WindowPartition windows) {
    int size = windows.slots();
    boolean[] mask = new boolean[windows.windows() * size * size];
    for (int window = 0; window < windows.windows(); window++) {
      for (int row = 0; row < size; row++) {
        int start = (window * size + row) * size;
        Arrays.fill(mask, start, start + windows.patches(window), true);
      }
    }
    return Tensor.of(mask, windows.windows(), 1, size, size);
  }
}
