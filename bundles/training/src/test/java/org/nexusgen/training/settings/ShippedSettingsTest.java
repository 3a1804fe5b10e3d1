package org.nexusgen.training.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.training.json.Json;
import org.nexusgen.training.stage.StageRunner;

@DisplayName("Shipped settings")
class ShippedSettingsTest {
  private static final Path EXAMPLES = Path.of("../../distribution/conf/train");
  private static final Path MINI = Path.of("src/main/resources/org/nexusgen/training/mini");

  @Test
  @DisplayName("of every example and of the small model are settings of a stage")
  void readable() throws IOException {
    for (Path folder : List.of(EXAMPLES, MINI.resolve("full"), MINI.resolve("smoke"))) {
      try (Stream<Path> files = Files.list(folder)) {
        List<Path> json = files.filter(file -> file.toString().endsWith(".json")).toList();
        assertThat(json).hasSizeGreaterThan(5);
        json.forEach(file -> StageRunner.read(Json.read(file), file.toString()));
      }
    }
  }
}
