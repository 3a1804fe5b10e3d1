package org.nexusgen.engine.onnxruntime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.NexusGenException;

/** The native library, loaded when it is first needed. */
final class NativeRuntime {
  /** The process's own command line; other systems than Linux have no such file. */
  private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

  private static final long USUAL_STACK = 1L << 20;

  /** Measured below 300 bytes for each character of the command line (ONNX Runtime 1.29.0). */
  private static final long STACK_FOR_A_CHARACTER = 512;

  private NativeRuntime() {}

  /**
   * The one try to load it: a class whose beginning failed would say why the first time only.
   *
   * @param environment null if the library does not load
   * @param flaw why; empty if it does
   */
  private record Loaded(@Nullable OrtEnvironment environment, String flaw) {
    static Loaded now() {
      try {
        return new Loaded(NativeLibraries.whilePrepared(NativeRuntime::start), "");
      } catch (RuntimeException | LinkageError e) {
        return new Loaded(null, root(e).toString());
      }
    }

    private static Throwable root(Throwable failure) {
      Throwable cause = failure;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      return cause;
    }
  }

  private static final class Holder {
    static final Loaded LOADED = Loaded.now();
  }

  /**
   * ONNX Runtime matches the command line of the process against a recursive regular expression
   * when its environment is made: a few thousand characters (a class path, a long prompt) overflow
   * the stack and end the JVM. So that happens on a thread whose stack is long enough. (Not inside
   * of Holder: the other thread would wait for that class.)
   */
  private static OrtEnvironment start() {
    CompletableFuture<OrtEnvironment> made = new CompletableFuture<>();
    Runnable make =
        () -> {
          try {
            // Errors come as exceptions, and standard error belongs to the user.
            made.complete(
                OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL, "nexusgen"));
          } catch (RuntimeException | Error e) {
            made.completeExceptionally(e);
          }
        };
    new Thread(null, make, "onnxruntime-start", stackSize()).start();
    try {
      return made.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof Error error) {
        throw error;
      }
      throw new IllegalStateException("ONNX Runtime does not start", e.getCause());
    }
  }

  /**
   * Loads the library if that was not done.
   *
   * @throws NexusGenException if it does not load
   */
  static OrtEnvironment environment() {
    OrtEnvironment environment = Holder.LOADED.environment();
    if (environment == null) {
      throw new NexusGenException(
          "engine onnxruntime cannot run: its native library does not load: " + flaw());
    }
    return environment;
  }

  /** Why the library does not load; empty if it does. */
  static String flaw() {
    return Holder.LOADED.flaw();
  }

  private static long stackSize() {
    try {
      long characters = Files.exists(COMMAND_LINE) ? Files.readAllBytes(COMMAND_LINE).length : 0;
      return USUAL_STACK + STACK_FOR_A_CHARACTER * characters;
    } catch (IOException e) {
      return USUAL_STACK; // what a thread has anyway
    }
  }
}
