package org.nexusgen.encoder.qwen;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.train.InitialWeight;
import org.nexusgen.api.train.TrainableVisionEncoder;
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

  @Test
  @DisplayName("starts with the weights that a checkpoint has, under their names")
  void initialWeights() {
    WeightStore stored = model.weights(WeightSet.BACKBONE);
    List<InitialWeight> initial = trainable.initialWeights();

    assertThat(initial)
        .extracting(InitialWeight::name)
        .containsExactlyInAnyOrderElementsOf(
            stored.names().stream().filter(name -> name.startsWith("visual.")).toList());
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
  }

  @Test
  @DisplayName("is found as a service by its name")
  void isAService() {
    assertThat(ServiceLoader.load(TrainableVisionEncoder.Provider.class))
        .extracting(TrainableVisionEncoder.Provider::name)
        .contains("qwen");
  }
}
