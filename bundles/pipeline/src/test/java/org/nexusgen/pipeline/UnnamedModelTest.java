package org.nexusgen.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Where nobody names a model, it is")
class UnnamedModelTest {
  private static final Optional<Path> SETTING = Optional.of(Path.of("set"));

  @Test
  @DisplayName("that of NEXUSGEN_MODEL, before all")
  void variable() {
    assertThat(new UnnamedModel("own", "home").orElse(SETTING)).contains(Path.of("own"));
  }

  @Test
  @DisplayName("else that of the setting")
  void setting() {
    assertThat(new UnnamedModel("", "home").orElse(SETTING)).isEqualTo(SETTING);
    assertThat(new UnnamedModel(null, null).orElse(SETTING)).isEqualTo(SETTING);
  }

  @Test
  @DisplayName("else the small one of the installation, if there is an installation")
  void shipped() {
    assertThat(new UnnamedModel(null, "home").orElse(Optional.empty()))
        .contains(Path.of("home/models/mini"));
    assertThat(new UnnamedModel(null, null).orElse(Optional.empty())).isEmpty();
  }
}
