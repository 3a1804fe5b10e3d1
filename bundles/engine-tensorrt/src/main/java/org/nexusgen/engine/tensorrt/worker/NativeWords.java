package org.nexusgen.engine.tensorrt.worker;

import java.io.IOException;

/**
 * What TensorRT says: to standard error, of which the platform keeps the last lines. The last error
 * is kept for messages.
 */
public final class NativeWords {
  private static final int ERROR = 1;
  private static final int WARNING = 2;

  /** From 0, internal errors, to 4, all that it tries. */
  private static final int MOST = Integer.getInteger("nexusgen.tensorrt.severity", WARNING);

  private static final String RESOURCE = "libnvinfer_builder_resource_sm";

  private static volatile String error = "";

  private NativeWords() {}

  /**
   * Called by TensorRT.
   *
   * @param severity as TensorRT counts: 0 and 1 are errors
   */
  public static void say(int severity, String message) {
    if (severity <= ERROR) {
      error = message.strip();
    }
    if (severity <= MOST) {
      Worker.say("TensorRT: " + message);
    }
  }

  /** What was said before is not why something fails from now on. */
  static void forget() {
    error = "";
  }

  /**
   * TensorRT made nothing.
   *
   * @param name of what it should have made
   */
  public static IOException nothing(String name) {
    return new IOException("TensorRT made no " + name + because());
  }

  /** What ends a message about something that TensorRT did not do. */
  public static String because() {
    String said = error;
    if (said.isEmpty()) {
      return ", and did not say why";
    }
    return said.contains(RESOURCE)
        ? ": %s; that file, which Maven Central does not have, is in NVIDIA's archive of this release of TensorRT: put it beside libnvinfer"
            .formatted(said)
        : ": " + said;
  }
}
