package org.nexusgen.engine.tensorrt.worker;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Says that CUDA gives this process no GPU: it is shown one alone, which may not be there. */
public final class NoGpu {
  /** {@code CUDA_ERROR_NO_DEVICE}, {@code cudaErrorNoDevice}. */
  public static final int CODE = 100;

  private NoGpu() {}

  /** What to throw. */
  public static IOException seen() {
    return seen(System.getenv("CUDA_VISIBLE_DEVICES"));
  }

  /**
   * @param shown the one that it is shown
   */
  static IOException seen(@Nullable String shown) {
    return new IOException(
        "tensorrt.device: got no GPU with CUDA_VISIBLE_DEVICES=%s, wants one that CUDA has; choose one that 'nvidia-smi -L' lists, or set CUDA_VISIBLE_DEVICES, if it is set, to one"
            .formatted(shown == null ? "" : shown));
  }
}
