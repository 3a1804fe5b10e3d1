package org.nexusgen.engine.tensorrt.process;

import java.nio.file.Path;
import org.nexusgen.engine.tensorrt.protocol.Request;

/**
 * A plan on disk, and how it is loaded.
 *
 * @param weightBytes of its weights that may be on the device; {@link Request.Load#ALL}
 */
public record StoredPlan(Path file, long weightBytes) {
  /** For what a plan needs beside its weights; how much that is, TensorRT says only then. */
  private static final long INSIDE = 256L << 20;

  /** Bytes on the device, about. */
  long deviceBytes() {
    long all = file.toFile().length();
    return INSIDE + (weightBytes == Request.Load.ALL ? all : Math.min(all, weightBytes));
  }
}
