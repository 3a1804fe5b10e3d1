package org.nexusgen.engine.tensorrt.worker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A worker without a GPU")
final class NoGpuTest {
  @Test
  @DisplayName("says which one it was shown, and which there are")
  void shown() {
    assertThat(NoGpu.seen("7"))
        .hasMessage(
            "tensorrt.device: got no GPU with CUDA_VISIBLE_DEVICES=7, wants one that CUDA has; choose"
                + " one that 'nvidia-smi -L' lists, or set CUDA_VISIBLE_DEVICES, if it is set, to"
                + " one");
    assertThat(NoGpu.seen(null)).hasMessageContaining("CUDA_VISIBLE_DEVICES=,");
  }
}
