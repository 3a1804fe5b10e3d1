package org.nexusgen.engine.onnxruntime;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * How many threads an operator gets where the user does not say: one a core, of the processors that
 * this process may use. ONNX Runtime's own choice counts those of the machine, container or not,
 * and ties threads to them.
 */
final class Processors {
  // Linux lists which processors are one core: "0", "0,64" or "0-1".
  private static final Path SIBLINGS =
      Path.of("/sys/devices/system/cpu/cpu0/topology/thread_siblings_list");

  private Processors() {}

  static int cores() {
    return cores(Runtime.getRuntime().availableProcessors(), siblings());
  }

  static int cores(int processors, String siblings) {
    return Math.max(1, processors / threadsOfCore(siblings));
  }

  private static int threadsOfCore(String siblings) {
    int count = 0;
    for (String range : siblings.strip().split(",", -1)) {
      String[] ends = range.split("-", -1);
      count += isRange(ends) ? Integer.parseInt(ends[1]) - Integer.parseInt(ends[0]) + 1 : 1;
    }
    return Math.max(1, count);
  }

  private static boolean isRange(String... ends) {
    return ends.length == 2 && ends[0].matches("\\d+") && ends[1].matches("\\d+");
  }

  private static String siblings() {
    try {
      return Files.isReadable(SIBLINGS) ? Files.readString(SIBLINGS) : "";
    } catch (IOException | UncheckedIOException e) {
      return "";
    }
  }
}
