package org.nexusgen.decoder.preview;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.TensorFiles;
import org.nexusgen.golden.Golden;

@DisplayName("nexusgen preview")
class PreviewCommandTest {
  @TempDir private Path folder;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) {
    return new PreviewCommand()
        .run(
            List.of(arguments),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8));
  }

  @Test
  @DisplayName("writes a map for both tasks and says where")
  void writes() {
    Path file = folder.resolve("map.safetensors");
    String model = Golden.starter().toString();
    assertThat(run("--model", model, "--count", "8", "--side", "2", "-o", file.toString()))
        .as(err.toString(StandardCharsets.UTF_8))
        .isZero();
    assertThat(out.toString(StandardCharsets.UTF_8).strip()).isEqualTo(file.toString());
    Map<String, Tensor> tensors = Found.only(TensorFiles.class).read(file);
    assertThat(tensors)
        .containsOnlyKeys("generation.weight", "generation.bias", "editing.weight", "editing.bias");
    assertThat(tensors.get("editing.weight").shape().toArray()).containsExactly(128, 12);
  }

  @Test
  @DisplayName("refuses fewer tokens than the map has inputs, and writes nothing")
  void tooFew() {
    Path file = folder.resolve("map.safetensors");
    String model = Golden.starter().toString();
    assertThat(run("--model", model, "--count", "2", "-o", file.toString())).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("72 tokens").contains("--count");
    assertThat(file).doesNotExist();
  }

  @Test
  @DisplayName("has a twin for recipes, which refuses too few pictures too")
  void recipes() {
    PreviewFitting part = new PreviewFitting();
    assertThat(part.name()).isEqualTo("preview");
    Image grey = new Image(72, 72, Image.Channels.RGB, new byte[3 * 72 * 72]);
    assertThatThrownBy(() -> part.fit(Golden.starter(), List.of(grey)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("36 tokens");
  }

  @Test
  @DisplayName("refuses what it does not know, with its usage")
  void usage() {
    assertThat(run("--modle", "x")).isEqualTo(2);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .startsWith("nexusgen: ")
        .contains("--modle")
        .contains("--count N");
    assertThat(run("--model")).isEqualTo(2);
    assertThat(run()).isEqualTo(2);
    assertThat(run("--help")).isZero();
  }
}
