package org.nexusgen.tensorrt.standin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nexusgen.engine.tensorrt.worker.DeviceFullException;

/**
 * Faults that a test orders: a file named by the system property {@value #PROPERTY} holds where and
 * what, such as {@code run abort}. It is deleted when the fault happens.
 */
public final class Faults {
  /** In the worker. */
  public static final String PROPERTY = "nexusgen.standin.faults";

  /** As an abort() of native code ends a process. */
  static final int ABORTED = 134;

  private Faults() {}

  static void at(String place) throws IOException {
    String file = System.getProperty(PROPERTY, "");
    if (file.isEmpty() || !Files.exists(Path.of(file))) {
      return;
    }
    String[] order = Files.readString(Path.of(file)).strip().split(" ", 2);
    if (!order[0].equals(place)) {
      return;
    }
    Files.delete(Path.of(file));
    switch (order[1]) {
      case "abort" -> abort("CUDA error 700 at " + place + ": an illegal memory access");
      case "hang" -> hang();
      case "full" -> throw new DeviceFullException("CUDA error 2: out of memory");
      case "fail" -> throw new IOException("ordered failure at " + place);
      default -> throw new IOException("unknown fault " + order[1]);
    }
  }

  /** What DJL's native half and TensorRT do where they cannot go on. */
  static void abort(String message) {
    System.err.println(message);
    Runtime.getRuntime().halt(ABORTED);
  }

  private static void hang() {
    while (true) {
      try {
        Thread.sleep(Long.MAX_VALUE);
      } catch (InterruptedException e) {
        // native code does not listen
      }
    }
  }
}
