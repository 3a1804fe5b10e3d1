package org.nexusgen.engine.onnxruntime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;

/** The native library, loaded when it is first needed. */
final class NativeRuntime {
  private NativeRuntime() {}

  private static final class Holder {
    static final OrtEnvironment ENVIRONMENT = start();

    private static OrtEnvironment start() {
      NativeLibraries.prepare();
      // Errors come as exceptions, and standard error belongs to the user.
      return OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "nexusgen");
    }
  }

  static OrtEnvironment environment() {
    return Holder.ENVIRONMENT;
  }
}
