package org.nexusgen.engine.tensorrt.process;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Shows the worker one GPU. Only some of the calls of TensorRT and its layers say which they mean,
 * the others take the first one: so there is no other.
 *
 * @see <a href="https://docs.nvidia.com/cuda/cuda-c-programming-guide/#env-vars">CUDA's variables
 *     </a>
 */
final class OneGpu {
  private static final String VISIBLE = "CUDA_VISIBLE_DEVICES";

  private OneGpu() {}

  /**
   * @param number as CUDA counts those that this process sees
   * @param environment of this process; made that of the worker
   * @throws IOException if this process sees fewer
   */
  static void show(int number, Map<String, String> environment) throws IOException {
    String list = environment.get(VISIBLE);
    if (list == null) {
      environment.put(VISIBLE, Integer.toString(number)); // in CUDA's order, whichever is set
      return;
    }
    List<String> seen = entries(list);
    if (seen.isEmpty()) {
      return; // all are hidden: CUDA will say that there is none
    }
    if (number >= seen.size()) {
      throw new IOException(
          "tensorrt.device: got %d, wants a number below %d: %s of this process is '%s'; choose one of those, or add the GPU to that list"
              .formatted(number, seen.size(), VISIBLE, list));
    }
    environment.put(VISIBLE, seen.get(number));
  }

  /** Numbers, or names with GPU- and MIG-; CUDA ends the list at the first that is neither. */
  private static List<String> entries(String list) {
    return Stream.of(list.split(",", -1))
        .map(String::strip)
        .takeWhile(entry -> !entry.isEmpty() && !entry.startsWith("-"))
        .toList();
  }
}
