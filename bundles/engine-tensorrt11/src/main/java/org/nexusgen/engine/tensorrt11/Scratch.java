package org.nexusgen.engine.tensorrt11;

import java.io.IOException;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * Memory for what is computed inside of a run. All plans share it: one runs at a time. It grows to
 * what the largest run so far needed.
 */
final class Scratch {
  /** TensorRT wants an address even where it needs nothing. */
  private static final long SMALLEST = 1 << 20;

  private @Nullable CudaMemory memory;

  /** So much memory; what was there before is gone. */
  Pointer atLeast(long bytes) throws IOException {
    return take(Math.max(SMALLEST, bytes)).address();
  }

  /** Bytes of it. */
  long bytes() {
    CudaMemory there = memory;
    return there == null ? 0 : there.bytes();
  }

  /** Gives it back until it is wanted again. */
  void free() {
    CudaMemory there = memory;
    memory = null;
    if (there != null) {
      there.free();
    }
  }

  private CudaMemory take(long bytes) throws IOException {
    CudaMemory there = memory;
    if (there != null && there.bytes() >= bytes) {
      return there;
    }
    free();
    CudaMemory larger = new CudaMemory(bytes);
    memory = larger;
    return larger;
  }
}
