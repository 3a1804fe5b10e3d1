package org.nexusgen.encoder.qwen;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageGrid;

/** The network's inputs that depend on an image's grid alone. */
final class WindowTensors {
  private WindowTensors() {}

  static Map<String, Tensor> of(ImageGrid grid, QwenVisionConfig config) {
    WindowPartition windows = WindowPartition.of(grid, config);
    VisionRotary rotary = VisionRotary.of(grid, windows, config);
    Map<String, Tensor> tensors = new HashMap<>();
    tensors.put(QwenVisionNetwork.ORDER, vector(windows.order()));
    tensors.put(QwenVisionNetwork.INVERSE, vector(windows.inverse()));
    tensors.put(QwenVisionNetwork.COS, rotary.cos());
    tensors.put(QwenVisionNetwork.SIN, rotary.sin());
    tensors.put(QwenVisionNetwork.SLOTS, slots(windows));
    tensors.put(QwenVisionNetwork.HOME, home(windows));
    tensors.put(QwenVisionNetwork.MASK, mask(windows));
    return tensors;
  }

  private static Tensor vector(int... values) {
    return Tensor.of(Arrays.stream(values).asLongStream().toArray(), values.length);
  }

  private static Tensor slots(WindowPartition windows) {
    int size = windows.slots();
    int[] starts = windows.patchStarts();
    long[] slots = new long[windows.windows() * size];
    for (int window = 0; window < windows.windows(); window++) {
      for (int place = 0; place < size; place++) {
        boolean used = place < windows.patches(window);
        int patch = starts[window] + (used ? place : 0);
        slots[window * size + place] = patch;
      }
    }
    return Tensor.of(slots, windows.windows(), size);
  }

  private static Tensor home(WindowPartition windows) {
    int[] starts = windows.patchStarts();
    long[] home = new long[starts[windows.windows()]];
    for (int window = 0; window < windows.windows(); window++) {
      for (int patch = starts[window]; patch < starts[window + 1]; patch++) {
        home[patch] = (long) window * windows.slots() + patch - starts[window];
      }
    }
    return Tensor.of(home, home.length);
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
