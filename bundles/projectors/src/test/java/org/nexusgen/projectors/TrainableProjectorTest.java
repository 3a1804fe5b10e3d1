package org.nexusgen.projectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.InitialWeight;
import org.nexusgen.api.train.TrainableProjector;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.golden.Golden;

@DisplayName("a projector in training")
class TrainableProjectorTest {
  private final Map<String, Tensor> golden =
      GoldenFiles.read("starter/expected/expected.safetensors");
  private final ModelFolder model = GoldenFiles.model(Golden.starter());

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  @DisplayName(
      "refuses pictures of different grids, other widths, and references that it does not know")
  void refusals() {
    TrainableProjector adapter = provider(DecodingTask.GENERATION).open(model);
    TrainableProjector merger = provider(DecodingTask.EDITING).open(model);
    assertThatThrownBy(() -> adapter.inputs(List.of(picture("edit_0"))))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("got 2 embeddings")
        .hasMessageContaining("target alone");
    assertThatThrownBy(() -> merger.inputs(List.of(picture("edit_0"), picture("generate_0"))))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("[6x6, 12x12] and [6x6]")
        .hasMessageContaining("equal grids");
    ImageEmbedding narrow = new ImageEmbedding(Tensor.of(new float[12], 4, 3), 2, 2);
    assertThatThrownBy(() -> merger.inputs(List.of(List.of(narrow))))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("width 3");
  }

  @Test
  @DisplayName("has, when fresh, a merger whose layer is Qwen's and whose projector is PyTorch's")
  void freshMerger() {
    List<InitialWeight> weights = provider(DecodingTask.EDITING).open(model).initialWeights();
    assertThat(start(weights, "embedding_merger.layers.0.mlp.up_proj.weight"))
        .isEqualTo(InitialWeight.normal(0.02));
    assertThat(start(weights, "embedding_merger.layers.0.self_attn.q_proj.bias"))
        .isEqualTo(InitialWeight.zeros());
    assertThat(start(weights, "embedding_merger.layers.0.input_layernorm.weight"))
        .isEqualTo(InitialWeight.ones());
    assertThat(start(weights, "embedding_merger.projector.1.weight"))
        .isEqualTo(InitialWeight.uniform(1 / Math.sqrt(128)));
  }

  private static InitialWeight.Start start(List<InitialWeight> weights, String name) {
    return weights.stream().filter(w -> w.name().equals(name)).findFirst().orElseThrow().start();
  }

  private List<ImageEmbedding> picture(String run) {
    Stream<String> names =
        golden.keySet().stream()
            .filter(name -> name.startsWith(run + ".") && name.endsWith("_embeddings"))
            .sorted(Comparator.naturalOrder()); // image_…, then reference_…
    return names
        .map(name -> GoldenFiles.embedding(golden, name, name.contains("reference") ? 12 : 6))
        .toList();
  }

  private static TrainableProjector.Provider provider(DecodingTask task) {
    return ServiceLoader.load(TrainableProjector.Provider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.task() == task)
        .findFirst()
        .orElseThrow();
  }
}
