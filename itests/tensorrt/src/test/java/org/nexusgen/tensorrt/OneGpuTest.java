package org.nexusgen.tensorrt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.nexusgen.tensorrt.Sums.vector;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.engine.tensorrt.TensorrtEngine;

@DisplayName("A worker")
@EnabledOnOs(value = OS.LINUX, disabledReason = "its environment is read as on Linux")
final class OneGpuTest {
  @Test
  @DisplayName("sees the GPU that is set and no other, which is its first one")
  void device(@TempDir Path folder) throws IOException {
    assumeTrue(System.getenv("CUDA_VISIBLE_DEVICES") == null, "this process sees other GPUs");
    try (TensorrtEngine engine = StandIn.engine(folder, Map.of("device", "1"));
        GraphSession session = Sums.open(engine, "on the second")) {
      assertThat(engine.info().device()).isEqualTo("cuda:1");
      assertThat(Sums.last(session, vector(2, 1), vector(2, 2))).isEqualTo(3);
      Path environment = Path.of("/proc", Long.toString(Workers.one().pid()), "environ");
      assertThat(Files.readString(environment).split("\0", -1)).contains("CUDA_VISIBLE_DEVICES=1");
    }
  }
}
