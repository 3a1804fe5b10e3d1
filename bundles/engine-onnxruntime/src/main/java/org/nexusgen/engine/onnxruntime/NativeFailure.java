package org.nexusgen.engine.onnxruntime;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What ONNX Runtime says of a run that failed. */
final class NativeFailure {
  // bfc_arena.cc and allocator.cc; the operator's name stands before it.
  private static final Pattern NO_MEMORY =
      Pattern.compile(
          "(?:running (\\w+) node.*)?[Ff]ailed to allocate.*?size:? (\\d+)", Pattern.DOTALL);

  private static final double GIGABYTE = 1e9;
  private static final double MEGABYTE = 1e6;

  private NativeFailure() {}

  /**
   * A sentence that says what to do, where that is known.
   *
   * @param message its own words
   */
  static String sentence(String graph, String message) {
    Matcher memory = NO_MEMORY.matcher(message);
    if (!memory.find()) {
      return "graph '%s' failed in ONNX Runtime: %s".formatted(graph, message);
    }
    String operator = memory.group(1);
    return "graph '%s': got no memory, wants %s at once%s; ask for a smaller size or fewer at a time, or make room on this machine"
        .formatted(
            graph,
            size(Long.parseLong(memory.group(2))),
            operator == null ? "" : " for " + operator);
  }

  private static String size(long bytes) {
    return bytes < GIGABYTE
        ? String.format(Locale.ROOT, "%.1f MB", bytes / MEGABYTE)
        : String.format(Locale.ROOT, "%.1f GB", bytes / GIGABYTE);
  }
}
