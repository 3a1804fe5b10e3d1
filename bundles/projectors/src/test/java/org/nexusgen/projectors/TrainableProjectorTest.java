package org.nexusgen.projectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nexusgen.projectors.Close.assertClose;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.decode.Conditioning.TokenGroup;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.InitialWeight;
import org.nexusgen.api.train.TrainableProjector;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.golden.Golden;

@DisplayName("a projector in training is the projector that projects")
class TrainableProjectorTest {
  private static final double TOLERANCE = 1e-4;

  private final Map<String, Tensor> golden = GoldenFiles.read("mini/expected.safetensors");
  private final ModelFolder model = GoldenFiles.model(Golden.miniModel());

  @AfterEach
  void close() {
    model.close();
  }

  @ParameterizedTest
  @EnumSource(DecodingTask.class)
  @DisplayName("its configuration alone says what the weights' shapes say")
  void describedByItsConfiguration(DecodingTask task) {
    TrainableProjector trainable = provider(task).open(model);
    WeightStore weights = model.weights(trainable.weightSet());
    String[] stored =
        weights.names().stream().filter(n -> !n.startsWith("dit.")).toArray(String[]::new);
    assertThat(trainable.initialWeights())
        .extracting(InitialWeight::name)
        .containsExactlyInAnyOrder(stored);
    for (InitialWeight weight : trainable.initialWeights()) {
      assertThat(weight.shape()).isEqualTo(weights.entry(weight.name()).shape());
    }
  }

  @ParameterizedTest
  @EnumSource(DecodingTask.class)
  @DisplayName("pictures of a batch get the context that each gets alone")
  void batch(DecodingTask task) {
    TrainableProjector trainable = provider(task).open(model);
    List<List<ImageEmbedding>> pictures = new ArrayList<>();
    List<Float> wanted = new ArrayList<>();
    for (int run = 0; run < 3; run++) {
      String name = (task == DecodingTask.EDITING ? "edit_" : "generate_") + run;
      pictures.add(picture(name));
      for (float value : GoldenFiles.get(golden, name + ".conditioning").floats()) {
        wanted.add(value);
      }
    }
    PartContext context = TestModel.context(model);
    WeightStore weights = model.weights(trainable.weightSet());
    try (GraphSession session =
            context.engine().open(trainable.graph(), weights, context.session());
        RunResult result = session.run(trainable.inputs(pictures))) {
      Tensor got = result.tensor(TrainableProjector.CONTEXT);
      assertThat(got.shape().dim(0)).isEqualTo(3);
      assertClose("context", got.floats(), floats(wanted), TOLERANCE);
    }
  }

  @Test
  @DisplayName("groups lie where the painting projector puts them")
  void groups() {
    assertThat(provider(DecodingTask.GENERATION).open(model).groups(picture("generate_0")))
        .containsExactly(new TokenGroup(6, 6, true));
    assertThat(provider(DecodingTask.EDITING).open(model).groups(picture("edit_0")))
        .containsExactly(new TokenGroup(6, 6, true), new TokenGroup(12, 12, true));
  }

  @Test
  @DisplayName("pictures of different grids, widths or too many references are refused")
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
  @DisplayName("fresh, the merger's layer is Qwen's and its projector PyTorch's")
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

  private static float[] floats(List<Float> values) {
    float[] all = new float[values.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = values.get(i);
    }
    return all;
  }

  private static TrainableProjector.Provider provider(DecodingTask task) {
    return ServiceLoader.load(TrainableProjector.Provider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(provider -> provider.task() == task)
        .findFirst()
        .orElseThrow();
  }
}
