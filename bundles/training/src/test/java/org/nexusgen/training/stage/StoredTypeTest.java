package org.nexusgen.training.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.golden.Golden;
import org.nexusgen.training.loop.TrainingListener;

@DisplayName("A decoder's stage that stores f16")
class StoredTypeTest {
  private static final String GENERATION = "generation_decoder.safetensors";
  private static final int STEPS = 3;

  @TempDir Path folder;
  private final Services services = Services.loaded();
  private Path model;

  @BeforeEach
  void copyModel() throws IOException {
    model = copy("model");
  }

  private Path copy(String name) throws IOException {
    Path copy = folder.resolve(name);
    try (Stream<Path> files = Files.walk(Golden.starter())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = copy.resolve(Golden.starter().relativize(file));
        Files.createDirectories(target.getParent());
        Files.copy(file, target);
      }
    }
    return copy;
  }

  /** Settings of a stage; with a rate of 0 it learns nothing and writes what it began with. */
  private static Map<String, Object> settings(String stage, double rate) {
    Map<String, Object> phase =
        Map.of("steps", STEPS, "learning_rate", rate, "schedule", "constant");
    return Map.of(
        "train",
        stage,
        "stored",
        "f16",
        "source",
        "shapes",
        "batch",
        1,
        "log_every",
        1,
        "checkpoint_every",
        1,
        "phases",
        List.of(phase));
  }

  private void train(Map<String, Object> settings, String run, boolean resume, long stopAfter) {
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void step(long done, long steps, double loss) {
            if (done == stopAfter) {
              throw new IllegalStateException("stopped");
            }
          }

          @Override
          public void metrics(Map<String, Object> line) {}
        };
    new StageRunner(services, () -> 0)
        .run(settings, "test", model, folder.resolve(run), resume, listener);
  }

  private void train(Map<String, Object> settings, String run) {
    train(settings, run, false, Long.MAX_VALUE);
  }

  /** Values of a set by names that begin so; zeros have no sign. */
  private Map<String, FloatBuffer> values(WeightSet set, String prefix) {
    try (ModelFolder opened = services.models().open(model)) {
      WeightStore store = opened.weights(set);
      return store.names().stream()
          .filter(name -> name.startsWith(prefix))
          .collect(
              Collectors.toMap(name -> name, name -> FloatBuffer.wrap(store.read(name).floats())));
    }
  }

  private ByteBuffer bytes() throws IOException {
    return ByteBuffer.wrap(Files.readAllBytes(model.resolve(GENERATION)));
  }

  @Test
  @DisplayName("writes half of the bytes, which others read and begin with")
  void halves() throws IOException {
    long before = Files.size(model.resolve(GENERATION));
    train(settings("generation-decoder", 1e-3), "first");

    assertThat(Files.size(model.resolve(GENERATION))).isLessThan(before * 51 / 100);
    try (ModelFolder opened = services.models().open(model)) {
      WeightStore store = opened.weights(WeightSet.GENERATION_DECODER);
      assertThat(store.names()).allMatch(name -> store.entry(name).dtype() == DType.F16);
    }

    Map<String, FloatBuffer> learned = values(WeightSet.GENERATION_DECODER, "");
    train(settings("generation-decoder", 0), "second");
    assertThat(values(WeightSet.GENERATION_DECODER, "")).isEqualTo(learned);

    Map<String, Object> editing = new HashMap<>(settings("editing-decoder", 0));
    editing.put("from_generation", true);
    train(editing, "third");
    Map<String, FloatBuffer> transformer = values(WeightSet.GENERATION_DECODER, "dit.");
    assertThat(transformer).hasSizeGreaterThan(50);
    assertThat(values(WeightSet.EDITING_DECODER, "dit.")).isEqualTo(transformer);
  }

  @Test
  @DisplayName("goes on after a stop to the same bytes, also from weights that are f16")
  void resumes() throws IOException {
    train(settings("generation-decoder", 0), "rounded");
    Map<String, Object> settings = settings("generation-decoder", 1e-3);
    ByteBuffer rounded = bytes();
    train(settings, "whole");
    ByteBuffer whole = bytes();
    assertThat(whole).isNotEqualTo(rounded);

    Files.write(model.resolve(GENERATION), rounded.array());
    assertThatThrownBy(() -> train(settings, "parts", false, 2)).hasMessageContaining("stopped");
    assertThat(bytes()).isEqualTo(rounded);
    train(settings, "parts", true, Long.MAX_VALUE);
    assertThat(bytes()).isEqualTo(whole);
  }
}
