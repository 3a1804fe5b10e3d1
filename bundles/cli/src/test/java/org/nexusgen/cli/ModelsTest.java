package org.nexusgen.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.golden.Golden;
import org.nexusgen.weights.SafetensorsTensorFiles;

@DisplayName("models")
class ModelsTest {
  private final Terminal terminal = new Terminal();
  @TempDir private Path folder;

  @Test
  @DisplayName("list names the models of a folder and what they can do")
  void list() {
    Path models = Golden.repository().resolve("distribution/models");
    assertThat(terminal.run("models", "list", models.toString())).isZero();
    assertThat(terminal.out()).contains("mini", "generate");
    assertThat(terminal.run("models", "list", "nowhere")).isEqualTo(2);
  }

  @Test
  @DisplayName("info says what a folder lacks for a command")
  void lacks() throws IOException {
    Files.copy(Golden.starter().resolve("config.json"), folder.resolve("config.json"));
    assertThat(terminal.run("models", "info", folder.toString())).isZero();
    assertThat(terminal.out())
        .contains("lacks", "tokenizer.json", "preprocessor_config.json", "generation_decoder");
  }

  @Test
  @DisplayName("info names sizes and element types")
  void info() {
    assertThat(terminal.run("models", "info", Golden.starter().toString())).isZero();
    assertThat(terminal.out()).contains("hidden_size=128", "F32", "mini");
  }

  @Test
  @DisplayName("info, verify and plan refuse two models, of which they could take but one")
  void two() {
    for (String command : List.of("info", "verify", "plan")) {
      assertThat(terminal.run("models", command, "--model", "mini", "models/mini")).isEqualTo(2);
      assertThat(terminal.err()).contains("got models/mini and --model mini").hasLineCount(1);
      assertThat(terminal.out()).isEmpty();
    }
  }

  @Test
  @DisplayName("verify reads every tensor of a whole model")
  void whole() {
    assertThat(terminal.run("models", "verify", Golden.starter().toString())).isZero();
    assertThat(terminal.out()).contains("whole").doesNotContain("damaged");
  }

  @Test
  @DisplayName("verify finds NaN, says where, and ends with 1")
  void notANumber() throws IOException {
    Files.copy(Golden.starter().resolve("config.json"), folder.resolve("config.json"));
    new SafetensorsTensorFiles()
        .write(
            folder.resolve("model.safetensors"),
            Map.of("model.norm.weight", Tensor.of(new float[] {1, Float.NaN}, 2)),
            Map.of());
    assertThat(terminal.run("models", "verify", folder.toString())).isEqualTo(1);
    assertThat(terminal.err().lines()).hasSize(1).first().asString().contains("model.norm.weight");
  }

  @Test
  @DisplayName("verify refuses a folder that is no model")
  void noModel() {
    assertThat(terminal.run("models", "verify", folder.resolve("nowhere").toString())).isEqualTo(2);
    assertThat(terminal.err().lines()).hasSize(1);
  }
}
