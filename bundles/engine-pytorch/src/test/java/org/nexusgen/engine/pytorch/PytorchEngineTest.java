package org.nexusgen.engine.pytorch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.engine.EngineInfo;

@DisplayName("The PyTorch engine")
class PytorchEngineTest {
  @Test
  @DisplayName("says which PyTorch it is, by the jar on the class path")
  void saysItsVersion() {
    EngineInfo info = new PytorchEngine().info();
    assertThat(info.name()).isEqualTo("pytorch");
    assertThat(info.version()).matches("2\\.\\d+\\.\\d+");
  }
}
