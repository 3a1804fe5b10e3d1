package org.nexusgen.projectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.decode.Projector;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.golden.Golden;
import org.nexusgen.plain.MemoryModel;

@DisplayName("projectors refuse what does not fit, and say what would")
class ProjectorInputTest {
  private static ImageEmbedding zeros(int rows, int width) {
    return new ImageEmbedding(
        Tensor.of(new float[rows * rows * width], (long) rows * rows, width), rows, rows);
  }

  @Test
  @DisplayName("there is a provider for each task")
  void providers() {
    assertThat(ServiceLoader.load(Projector.Provider.class).stream().map(p -> p.get().task()))
        .containsExactlyInAnyOrder(DecodingTask.GENERATION, DecodingTask.EDITING);
  }

  @Test
  @DisplayName("the generation projector takes no references")
  void references() {
    try (ModelFolder model = GoldenFiles.model(Golden.starter());
        Projector projector = new GenerationProjectors().open(MemoryModel.context(model))) {
      assertThatThrownBy(() -> projector.project(zeros(6, 128), List.of(zeros(12, 128))))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("got 1 reference pictures, takes none");
      assertThatThrownBy(() -> projector.project(zeros(6, 64), List.of()))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("got image embeddings of width 64, wants 128");
    }
  }

  @Test
  @DisplayName("the editing projector takes at most one reference, of the model's width")
  void editing() {
    try (ModelFolder model = GoldenFiles.model(Golden.starter());
        Projector projector = new EditingProjectors().open(MemoryModel.context(model))) {
      ImageEmbedding reference = zeros(12, 128);
      assertThatThrownBy(() -> projector.project(zeros(6, 128), List.of(reference, reference)))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("got 2 reference pictures, takes none or one");
      assertThatThrownBy(() -> projector.project(zeros(6, 128), List.of(zeros(12, 32))))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("got image embeddings of width 32, wants 128");
    }
  }

  @Test
  @DisplayName("a config that contradicts itself is refused by key")
  void config() {
    assertThatThrownBy(() -> config(64, 5, 1, List.of(2, 3, 3)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("num_attention_heads");
    assertThatThrownBy(() -> config(64, 4, 3, List.of(2, 3, 3)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("num_key_value_heads");
    assertThatThrownBy(() -> config(64, 4, 2, List.of(2, 3, 4)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("mrope_section")
        .hasMessageContaining("sum 8");
  }

  @Test
  @DisplayName("without config.json, the merger is the published one")
  void publishedMerger() {
    MergerConfig config = MergerConfig.of(decodersAlone(3584, 512), decodersAlone(3584, 512));
    assertThat(config.numAttentionHeads()).isEqualTo(28);
    assertThat(config.numKeyValueHeads()).isEqualTo(4);
    assertThat(config.headDim()).isEqualTo(128);
    assertThat(config.numHiddenLayers()).isEqualTo(1);
  }

  @Test
  @DisplayName(
      "without config.json, a merger of other dims is refused with the file that is missing")
  void unknownMerger() {
    for (MemoryModel model : List.of(decodersAlone(128, 64), decodersAlone(3584, 1024))) {
      assertThatThrownBy(() -> MergerConfig.of(model, model))
          .isInstanceOf(BadInputException.class)
          .hasMessageContaining("needs the model's config.json");
    }
  }

  private static MemoryModel decodersAlone(int hidden, int keyRows) {
    Random random = new Random(1);
    String layer = "embedding_merger.layers.0.";
    return new MemoryModel(Path.of("unused"))
        .with(random, "embedding_merger.projector.0.weight", 1, hidden)
        .with(random, "embedding_merger.projector.1.weight", 0, 8, 1)
        .with(random, "embedding_merger.projector.4.weight", 1, 4)
        .with(random, layer + "self_attn.k_proj.weight", 0, keyRows, 1)
        .with(random, layer + "mlp.gate_proj.weight", 0, 8, 1);
  }

  private static MergerConfig config(int hidden, int heads, int kvHeads, List<Integer> section) {
    return new MergerConfig(hidden, heads, kvHeads, 96, 1, 96, 64, 1e-6, 1e6, section, 2);
  }
}
