package org.nexusgen.engine.onnxruntime;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What ONNX Runtime says of a run that failed.
 *
 * @param message its own words
 */
record NativeFailure(String message) {
  // bfc_arena.cc and allocator.cc; the operator's name stands before it.
  private static final Pattern NO_MEMORY =
      Pattern.compile(
          "(?:running (\\w+) node.*)?[Ff]ailed to allocate.*?size:? (\\d+)", Pattern.DOTALL);

  private static final double GIGABYTE = 1e9;

  static NativeFailure of(String message) {
    return new NativeFailure(message);
  }

  /** A sentence that says what to do, where that is known. */
  String sentence(String graph) {
    Matcher memory = NO_MEMORY.matcher(message);
    if (!memory.find()) {
      return "graph '%s' failed in ONNX Runtime: %s".formatted(graph, message);
    }
    String operator = memory.group(1);
    return String.format(
        Locale.ROOT,
        "graph '%s': got no memory, wants %.1f GB at once%s; ask for a smaller size or fewer at a"
            + " time, or make room on this machine",
        graph,
        Long.parseLong(memory.group(2)) / GIGABYTE,
        operator == null ? "" : " for " + operator);
  }
}
