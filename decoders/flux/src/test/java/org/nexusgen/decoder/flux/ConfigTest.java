package org.nexusgen.decoder.flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.ConfigTree;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightEntry;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.decoder.flux.autoencoder.AutoencoderConfig;
import org.nexusgen.decoder.flux.transformer.FluxConfig;

@DisplayName("Dims of a checkpoint")
class ConfigTest {
  @Test
  @DisplayName("differ between the two decoders of one model")
  void bothDecoders() {
    try (ModelFolder model = Reference.checkpoint()) {
      FluxConfig generation = config(model, WeightSet.GENERATION_DECODER);
      FluxConfig editing = config(model, WeightSet.EDITING_DECODER);
      assertThat(generation.doubleBlocks()).isEqualTo(2);
      assertThat(editing.doubleBlocks()).isEqualTo(1);
      assertThat(generation.axesDimsRope()).containsExactly(16, 56, 56);
      assertThat(generation.heads()).isEqualTo(1);
      assertThat(generation.latentChannels()).isEqualTo(16);
      assertThat(generation.guided()).isTrue();
    }
  }

  @Test
  @DisplayName("have FLUX.1's constants where no config tells others")
  void releasedConstants() {
    try (ModelFolder model = Reference.checkpoint()) {
      AutoencoderConfig config =
          AutoencoderConfig.of(model.weights(WeightSet.AUTOENCODER), Optional.empty());
      assertThat(config)
          .isEqualTo(new AutoencoderConfig(16, List.of(32, 64, 32, 32), 3, 2, 32, 0.3611, 0.1159));
      assertThat(config.factor()).isEqualTo(8);
    }
  }

  @Test
  @DisplayName("of the starter come from its own configs")
  void shippedModel() {
    try (ModelFolder model = Reference.mini()) {
      FluxConfig config =
          FluxConfig.of(
              model.weights(WeightSet.GENERATION_DECODER), model.config("transformer/config.json"));
      assertThat(config.axesDimsRope()).containsExactly(8, 12, 12);
      assertThat(config.latentChannels()).isEqualTo(8);
      AutoencoderConfig autoencoder =
          AutoencoderConfig.of(
              model.weights(WeightSet.AUTOENCODER), model.config("vae/config.json"));
      assertThat(autoencoder.factor()).isEqualTo(4);
      assertThat(autoencoder.normNumGroups()).isEqualTo(8);
    }
  }

  @Test
  @DisplayName("are refused where unusual heads have no axes")
  void unknownAxes() {
    try (ModelFolder model = Reference.mini()) {
      WeightStore weights = model.weights(WeightSet.GENERATION_DECODER);
      assertThatExceptionOfType(BadInputException.class)
          .isThrownBy(() -> FluxConfig.of(weights, Optional.empty()))
          .withMessageContaining("axes_dims_rope")
          .withMessageContaining("transformer/config.json");
      ConfigTree wrong =
          new ConfigTree("transformer/config.json", Map.of("axes_dims_rope", List.of(8, 12, 14)));
      assertThatExceptionOfType(BadInputException.class)
          .isThrownBy(() -> FluxConfig.of(weights, Optional.of(wrong)))
          .withMessageContaining("[8, 12, 14]");
    }
  }

  @Test
  @DisplayName("are refused where groups do not divide channels")
  void wrongGroups() {
    try (ModelFolder model = Reference.mini()) {
      WeightStore weights = model.weights(WeightSet.AUTOENCODER);
      assertThatExceptionOfType(BadInputException.class)
          .isThrownBy(() -> AutoencoderConfig.of(weights, Optional.empty()))
          .withMessageContaining("norm_num_groups")
          .withMessageContaining("32 groups");
    }
  }

  @Test
  @DisplayName("are refused where weights are missing or misshapen")
  void brokenWeights() {
    Fake none = new Fake(Map.of());
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> FluxConfig.of(none, Optional.empty()));
    assertThatExceptionOfType(BadInputException.class)
        .isThrownBy(() -> AutoencoderConfig.of(none, Optional.empty()));

    try (ModelFolder model = Reference.mini()) {
      WeightStore whole = model.weights(WeightSet.GENERATION_DECODER);
      Map<String, long[]> shapes = new LinkedHashMap<>();
      whole.names().forEach(name -> shapes.put(name, whole.entry(name).shape().toArray()));
      shapes.put("dit.x_embedder.weight", new long[] {128});
      assertThatExceptionOfType(BadInputException.class)
          .isThrownBy(() -> FluxConfig.of(new Fake(shapes), Optional.empty()))
          .withMessageContaining("dit.x_embedder.weight");
      shapes.put("dit.x_embedder.weight", new long[] {130, 32});
      assertThatExceptionOfType(BadInputException.class)
          .isThrownBy(
              () -> FluxConfig.of(new Fake(shapes), model.config("transformer/config.json")))
          .withMessageContaining("130");
    }
  }

  private static FluxConfig config(ModelFolder model, WeightSet set) {
    return FluxConfig.of(model.weights(set), Optional.empty());
  }

  /** Weights of given shapes, all zero. */
  private record Fake(Map<String, long[]> shapes) implements WeightStore {
    @Override
    public Set<String> names() {
      return shapes.keySet();
    }

    @Override
    public WeightEntry entry(String name) {
      return new WeightEntry.InMemory(name, read(name));
    }

    @Override
    public Tensor read(String name) {
      long[] shape = shapes.get(name);
      if (shape == null) {
        throw new BadInputException("no tensor '" + name + "'");
      }
      int elements = 1;
      for (long dim : shape) {
        elements *= (int) dim;
      }
      return Tensor.wrap(DType.U8, Shape.of(shape), ByteBuffer.allocate(elements));
    }

    @Override
    public String where() {
      return "memory";
    }
  }
}
