package org.nexusgen.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("What a model is opened with")
class NexusGenConfigTest {
  private static final Path MODEL = Path.of("mini");

  @Test
  @DisplayName("is what is configured, but for what somebody says over it")
  void overlaid() {
    NexusGenConfig configured = NexusGenConfig.of(MODEL).withEngine("tensorrt,decoder=pytorch");
    assertThat(configured.choosingEngines("backbone=onnxruntime").engine())
        .isEqualTo("tensorrt,backbone=onnxruntime,decoder=pytorch");
    assertThat(configured.choosingEngines("onnxruntime").engine()).isEqualTo("onnxruntime");
    assertThat(configured.withThreads(3).session().threads()).isEqualTo(3);
    assertThat(configured.withThreads(3).engine()).isEqualTo(configured.engine());
  }

  @Test
  @DisplayName("has no fewer threads than none, and no more than the setting allows")
  void threads() {
    NexusGenConfig config = NexusGenConfig.of(MODEL);
    assertThat(config.withThreads(1024).session().threads()).isEqualTo(1024);
    assertThatThrownBy(() -> config.withThreads(-1))
        .isInstanceOf(BadInputException.class)
        .hasMessage("threads: got -1, wants 0 (the engine's choice) to 1024");
    assertThatThrownBy(() -> config.withThreads(1025))
        .isInstanceOf(BadInputException.class)
        .hasMessage("threads: got 1025, wants 0 (the engine's choice) to 1024");
    assertThatThrownBy(() -> config.session().withThreads(Integer.MAX_VALUE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @DisplayName("names the configured model, or says how one is named")
  void model() {
    assertThat(factory(Optional.of(MODEL)).configured().model()).isEqualTo(MODEL);
    assertThatThrownBy(() -> factory(Optional.empty()).configured())
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("--model or NEXUSGEN_MODEL");
  }

  private static NexusGenFactory factory(Optional<Path> model) {
    return new NexusGenFactory() {
      @Override
      public Optional<Path> configuredModel() {
        return model;
      }

      @Override
      public NexusGen open(NexusGenConfig config) {
        throw new UnsupportedOperationException();
      }

      @Override
      public List<InstalledPart> parts() {
        return List.of();
      }
    };
  }
}
