package org.nexusgen.encoder.qwen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nexusgen.encoder.qwen.Close.assertClose;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.InitialWeight;
import org.nexusgen.api.train.TrainableVisionEncoder;
import org.nexusgen.api.vision.VisionEncoder;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.PixelSize;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;

@DisplayName("Qwen's vision encoder in training")
class TrainableTest {
  private static ModelFolder model;
  private static TrainableVisionEncoder trainable;

  @BeforeAll
  static void open() {
    model = Fixtures.golden();
    trainable = new QwenTrainableVisionEncoders().open(model);
  }

  @AfterAll
  static void close() {
    model.close();
  }

  private static Image noise(int width, int height, long seed) {
    byte[] pixels = new byte[3 * width * height];
    new Random(seed).nextBytes(pixels);
    return new Image(width, height, Image.Channels.RGB, pixels);
  }

  private static Tensor run(Graph graph, WeightStore weights, List<Image> pictures) {
    try (GraphSession session =
            Fixtures.ENGINE.open(graph, weights, SessionSettings.standard().withThreads(1));
        RunResult result = session.run(Map.copyOf(trainable.inputs(pictures)))) {
      return result.tensor(TrainableVisionEncoder.EMBEDDINGS);
    }
  }

  @ParameterizedTest(name = "{0}x{1} pixels")
  @CsvSource({
    "224, 112", // whole windows only
    "140, 196", // partial windows right and below
    "28, 28", // one embedding
  })
  @DisplayName("sees a batch of pictures as the encoder sees each of them")
  void equalsTheEncoder(int width, int height) {
    List<Image> pictures =
        List.of(noise(width, height, 1), noise(width, height, 2), noise(width, height, 3));
    PixelSize size = new PixelSize(width, height);

    Tensor all = run(trainable.graph(3, size), model.weights(WeightSet.BACKBONE), pictures);

    List<Tensor> each = new ArrayList<>();
    try (VisionEncoder encoder =
        new QwenVisionEncoders(Fixtures.RESIZER).open(Fixtures.context(model))) {
      pictures.forEach(
          picture -> each.add(encoder.encode(picture, size).embeddings().get(0).values()));
    }
    int tokens = width / 28 * (height / 28);
    assertThat(all.shape().toArray()).containsExactly(3L * tokens, trainable.width());
    for (int i = 0; i < each.size(); i++) {
      assertClose(all.rows(i * tokens, (i + 1) * tokens), each.get(i), 1e-5);
    }
  }

  @Test
  @DisplayName("starts with the weights that a checkpoint has, under their names")
  void initialWeights() {
    WeightStore stored = model.weights(WeightSet.BACKBONE);
    List<InitialWeight> initial = trainable.initialWeights();

    assertThat(initial)
        .extracting(InitialWeight::name)
        .containsExactlyInAnyOrderElementsOf(
            stored.names().stream().filter(name -> name.startsWith("visual.")).toList());
    assertThat(initial)
        .allSatisfy(w -> assertThat(w.shape()).isEqualTo(stored.entry(w.name()).shape()));
    assertThat(start(initial, "visual.blocks.0.norm1.weight")).isEqualTo(InitialWeight.ones());
    assertThat(start(initial, "visual.blocks.3.attn.qkv.bias")).isEqualTo(InitialWeight.zeros());
    assertThat(start(initial, "visual.patch_embed.proj.weight"))
        .isEqualTo(InitialWeight.normal(0.02));
  }

  private static InitialWeight.Start start(List<InitialWeight> weights, String name) {
    return weights.stream()
        .filter(weight -> weight.name().equals(name))
        .findFirst()
        .orElseThrow()
        .start();
  }

  @Test
  @DisplayName("scales its embeddings with its output layer")
  void outputLayer() {
    PixelSize size = new PixelSize(56, 56);
    List<Image> pictures = List.of(noise(56, 56, 4));
    Graph graph = trainable.graph(1, size);
    WeightStore stored = model.weights(WeightSet.BACKBONE);
    float[] before = run(graph, stored, pictures).floats();
    RandomWeights doubled = new RandomWeights(new HashMap<>());
    for (Graph.Argument weight : graph.weights()) {
      boolean last =
          weight.name().equals(trainable.outputLayer().weight())
              || weight.name().equals(trainable.outputLayer().bias());
      Tensor tensor = stored.read(weight.name());
      doubled.tensors().put(weight.name(), last ? twice(tensor) : tensor);
    }

    float[] after = run(graph, doubled, pictures).floats();

    for (int i = 0; i < before.length; i++) {
      before[i] *= 2;
    }
    assertClose(after, before, 1e-5);
  }

  private static Tensor twice(Tensor tensor) {
    float[] values = tensor.floats();
    for (int i = 0; i < values.length; i++) {
      values[i] *= 2;
    }
    return Tensor.of(values, tensor.shape().toArray());
  }

  @Test
  @DisplayName("wants pictures of one size that is whole embeddings")
  void refusesOtherSizes() {
    assertThatThrownBy(() -> trainable.inputs(List.of(noise(56, 56, 1), noise(56, 28, 1))))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("56x56 and 56x28");
    assertThatThrownBy(() -> trainable.inputs(List.of(noise(30, 56, 1))))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("multiples of 28");
    assertThatThrownBy(() -> trainable.graph(2, new PixelSize(28, 27)))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("28x27");
    assertThatThrownBy(() -> trainable.inputs(List.of())).isInstanceOf(BadInputException.class);
    assertThatThrownBy(() -> trainable.graph(0, new PixelSize(28, 28)))
        .isInstanceOf(BadInputException.class);
  }

  @Test
  @DisplayName("is found as a service by its name")
  void isAService() {
    assertThat(ServiceLoader.load(TrainableVisionEncoder.Provider.class))
        .extracting(TrainableVisionEncoder.Provider::name)
        .contains("qwen");
  }
}
