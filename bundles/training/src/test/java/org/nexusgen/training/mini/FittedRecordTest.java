package org.nexusgen.training.mini;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A part that was fitted is fitted again")
class FittedRecordTest {
  private static final FittedStep STEP = new FittedStep("preview", "shapes", 600);

  @TempDir private Path temp;
  private Path model = Path.of("");
  private FittedRecord last = new FittedRecord(Path.of(""));

  @BeforeEach
  void fitted() throws IOException {
    model = Files.createDirectories(temp.resolve("model/FLUX")).getParent();
    last = new FittedRecord(temp.resolve("runs/preview.fitted"));
    Files.writeString(model.resolve("FLUX/ae.safetensors"), "weights");
    assertThat(last.holds(STEP, model)).isFalse();
    Path written = Files.writeString(model.resolve("preview.safetensors"), "map");
    last.write(STEP, model, written);
  }

  @Test
  @DisplayName("not if nothing has changed, whatever the files' times say")
  void same() throws IOException {
    Files.writeString(model.resolve("FLUX/ae.safetensors"), "weights");
    assertThat(last.holds(STEP, model)).isTrue();
  }

  @Test
  @DisplayName("if a part that it follows from has changed")
  void otherWeights() throws IOException {
    Files.writeString(model.resolve("FLUX/ae.safetensors"), "weightS");
    assertThat(last.holds(STEP, model)).isFalse();
  }

  @Test
  @DisplayName("if the model has a file more")
  void moreFiles() throws IOException {
    Files.writeString(model.resolve("config.json"), "{}");
    assertThat(last.holds(STEP, model)).isFalse();
  }

  @Test
  @DisplayName("if it is asked for otherwise")
  void otherStep() {
    assertThat(last.holds(new FittedStep("preview", "shapes", 601), model)).isFalse();
  }

  @Test
  @DisplayName("if what was written is gone or another")
  void written() throws IOException {
    Files.writeString(model.resolve("preview.safetensors"), "mop");
    assertThat(last.holds(STEP, model)).isFalse();
    Files.delete(model.resolve("preview.safetensors"));
    assertThat(last.holds(STEP, model)).isFalse();
  }
}
