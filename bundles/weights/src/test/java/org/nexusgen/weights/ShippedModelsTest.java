package org.nexusgen.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.weights.folder.ShippedModels;

@DisplayName("A model that the installation brings")
class ShippedModelsTest {
  @TempDir private Path home;

  private NexusGenModelLibrary library = new NexusGenModelLibrary();

  @BeforeEach
  void install() throws IOException {
    Files.writeString(
        Files.createDirectories(home.resolve("models/tiny")).resolve("config.json"), "{}");
    library = new NexusGenModelLibrary(new ShippedModels(home.toString()));
  }

  @Test
  @DisplayName("is opened by the name of its folder")
  void byName() {
    try (ModelFolder model = library.open(Path.of("tiny"))) {
      assertThat(model.root()).isEqualTo(home.resolve("models/tiny"));
    }
  }

  @Test
  @DisplayName("is named where another name was wrong, and no path leads to it but its own")
  void wrongName() {
    assertThatThrownBy(() -> library.open(Path.of("tyni")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("model tyni is no folder and no installed model (there are: tiny)");
    assertThatThrownBy(() -> library.open(Path.of("elsewhere/tiny")))
        .isInstanceOf(BadInputException.class);
  }

  @Test
  @DisplayName("is not there where there is no installation")
  void nowhere() {
    assertThat(new ShippedModels(null).names()).isEmpty();
    assertThat(new ShippedModels(home.resolve("none").toString()).named("tiny")).isEmpty();
  }
}
