package org.nexusgen.parity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.engine.Availability;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.engine.tensorrt.Tensorrt11Engine;
import org.nexusgen.engine.tensorrt.TensorrtEngine;

/**
 * What {@code itests/gpu/gpu-proof.sh} asks first, before time goes into anything: whether an
 * engine can run here, and on what. Writes one line, and ends with 2 if it cannot.
 */
public final class GpuCheck {
  private static final int BAD_INPUT = 2;

  private GpuCheck() {}

  /**
   * @param arguments engine, file of the line
   */
  public static void main(String[] arguments) throws IOException {
    System.exit(run(arguments[0], Path.of(arguments[1])));
  }

  /** The same without the end of the process. */
  static int run(String name, Path file) throws IOException {
    String reason;
    try {
      Engine engine = GpuProof.engine(name);
      if (engine.availability() instanceof Availability.Unavailable not) {
        reason = not.message();
      } else {
        Files.writeString(file, "%s: %s; Java %s%n".formatted(name, report(engine), java()));
        return 0;
      }
    } catch (NexusGenException e) {
      reason = String.valueOf(e.getMessage()); // what files promise, the worker did not keep
    }
    Files.writeString(
        file, "%s cannot run here: %s%n".formatted(name, reason.replaceAll("\\s+", " ")));
    return BAD_INPUT;
  }

  private static String report(Engine engine) {
    return switch (engine) {
      case TensorrtEngine tensorrt -> tensorrt.report();
      case Tensorrt11Engine tensorrt -> tensorrt.report();
      default -> engine.info().version() + " on " + engine.info().device();
    };
  }

  private static String java() {
    return System.getProperty("java.runtime.version", "unknown");
  }
}
