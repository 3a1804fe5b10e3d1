package org.nexusgen.engine.tensorrt.process;

import java.util.Map;

/** How a process ended, in words. */
final class Ending {
  private static final int SIGNALLED = 128;
  private static final Map<Integer, String> SIGNALS =
      Map.of(
          4, "SIGILL, illegal instruction",
          6, "SIGABRT, native code gave up",
          7, "SIGBUS, bus error",
          8, "SIGFPE, arithmetic error",
          9, "SIGKILL, killed from outside or out of memory",
          11, "SIGSEGV, segmentation fault",
          15, "SIGTERM, asked to end");

  private Ending() {}

  static String of(int exitCode) {
    String signal = SIGNALS.getOrDefault(exitCode - SIGNALLED, "");
    return signal.isEmpty()
        ? "exit code " + exitCode
        : "exit code %d (%s)".formatted(exitCode, signal);
  }
}
