package org.nexusgen.training.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.Adapter;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.golden.Golden;
import org.nexusgen.training.loop.TrainingListener;

@DisplayName("A backbone's stage with adapters")
class AdapterStageTest {
  private static final int STEPS = 6;

  @TempDir Path folder;
  private final Services services = Services.loaded();
  private Path model;

  /** The starter without its decoders. */
  @BeforeEach
  void copyModel() throws IOException {
    model = Files.createDirectory(folder.resolve("model"));
    try (Stream<Path> files = Files.list(Golden.starter())) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        if (!file.getFileName().toString().contains("decoder")) {
          Files.copy(file, model.resolve(file.getFileName()));
        }
      }
    }
  }

  private static Map<String, Object> settings(Map<String, Object> lora) {
    return Map.of(
        "train",
        "backbone",
        "batch",
        4,
        "log_every",
        1,
        "checkpoint_every",
        4,
        "lora",
        lora,
        "phases",
        List.of(
            Map.of(
                "steps",
                STEPS,
                "learning_rate",
                3e-3,
                "schedule",
                "constant",
                "mix",
                List.of(Map.of("task", "generation", "source", "shapes")))));
  }

  /** Trains and gives the losses of all steps. */
  private List<Double> train(String run, Map<String, Object> lora) {
    List<Double> losses = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void step(long done, long steps, double loss) {
            losses.add(loss);
          }

          @Override
          public void metrics(Map<String, Object> line) {}
        };
    new StageRunner(services, () -> 0)
        .run(settings(lora), "test", model, folder.resolve(run), false, listener);
    return losses;
  }

  /** All files of the model. */
  private Map<String, ByteBuffer> files() throws IOException {
    Map<String, ByteBuffer> files = new TreeMap<>();
    try (Stream<Path> paths = Files.list(model)) {
      for (Path path : paths.toList()) {
        files.put(path.getFileName().toString(), ByteBuffer.wrap(Files.readAllBytes(path)));
      }
    }
    return files;
  }

  @Test
  @DisplayName("leaves the model alone, writes an adapter into its run, and learns on from one")
  void learns() throws IOException {
    Map<String, ByteBuffer> before = files();

    List<Double> first =
        train("first", Map.of("targets", List.of("q_proj", "v_proj"), "rank", 2, "alpha", 8));

    assertThat(files()).isEqualTo(before);
    Path file = folder.resolve("first/adapter");
    Adapter adapter = services.adapterFiles().read(file);
    assertThat(adapter.sets()).containsExactly(WeightSet.BACKBONE);
    assertThat(adapter.factors()).containsKey("model.layers.0.self_attn.v_proj.weight");
    assertThat(adapter.factor()).isEqualTo(4);
    assertThat(adapter.factors().values())
        .allSatisfy(
            pair ->
                assertThat(pair.b().floats()).isNotEqualTo(new float[pair.b().floats().length]));

    List<Double> second =
        train(
            "second",
            Map.of(
                "targets",
                List.of("q_proj", "v_proj"),
                "rank",
                2,
                "alpha",
                8,
                "from",
                file.toString()));
    assertThat(first).hasSize(STEPS);
    assertThat(second.get(0)).as("the first batch again").isNotEqualTo(first.get(0));
  }

  @Test
  @DisplayName("says what is wrong with its settings before it begins")
  void refusals() {
    assertThatThrownBy(() -> train("none", Map.of("rank", 2)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("targets");
    assertThatThrownBy(() -> train("word", Map.of("targets", "q_proj", "rang", 2)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("rang");
    assertThatThrownBy(() -> train("layer", Map.of("targets", "q_project")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("'q_project'")
        .hasMessageContaining("q_proj");
  }
}
