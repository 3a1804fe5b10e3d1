package org.nexusgen.decoder.flux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nexusgen.decoder.flux.Reference.assertClose;
import static org.nexusgen.decoder.flux.Reference.get;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.decoder.flux.autoencoder.Autoencoder;
import org.nexusgen.decoder.flux.autoencoder.AutoencoderConfig;
import org.nexusgen.decoder.flux.autoencoder.Pixels;
import org.nexusgen.decoder.flux.session.SessionOpener;
import org.nexusgen.decoder.flux.transformer.Branch;
import org.nexusgen.decoder.flux.transformer.DiffusionTransformer;
import org.nexusgen.decoder.flux.transformer.FluxConfig;
import org.nexusgen.decoder.flux.transformer.PatchGrid;
import org.nexusgen.decoder.flux.transformer.Position;

/** Against an implementation of its own: see resources/flux/odd/make.py. */
@DisplayName("Networks of odd dims")
class OddDimsTest {
  private static final double TOLERANCE = 2e-5;

  private final Map<String, Tensor> expected = Reference.resource("odd/expected.safetensors");

  @Test
  @DisplayName("are known by their weights: transformer")
  void transformerDims() {
    try (ModelFolder model = Reference.resourceModel("odd")) {
      assertThat(config(model))
          .isEqualTo(new FluxConfig(24, 8, 1, 2, 12, 10, 6, 40, 32, false, List.of(2, 2, 4)));
    }
  }

  @Test
  @DisplayName("are known by their weights: autoencoder")
  void autoencoderDims() {
    try (ModelFolder model = Reference.resourceModel("odd")) {
      AutoencoderConfig config = autoencoderConfig(model);
      assertThat(config).isEqualTo(new AutoencoderConfig(3, List.of(8, 12), 3, 1, 4, 0.7, -0.2));
      assertThat(config.factor()).isEqualTo(2);
    }
  }

  @Test
  @DisplayName("give the values of another implementation: transformer without guidance input")
  void transformer() {
    try (ModelFolder model = Reference.resourceModel("odd")) {
      FluxConfig config = config(model);
      PatchGrid grid = PatchGrid.of(3, 6, 10);
      try (DiffusionTransformer transformer =
              new DiffusionTransformer(config, opener(model, WeightSet.GENERATION_DECODER));
          Branch branch =
              transformer.branch(
                  grid, get(expected, "context"), Position.ofText(5), get(expected, "pooled"), 3)) {
        float[] velocity = branch.velocity(get(expected, "latent").floats(), 437.5f);
        assertClose("velocity", velocity, get(expected, "velocity").floats(), TOLERANCE);
      }
    }
  }

  @Test
  @DisplayName("give the values of another implementation: autoencoder of two levels")
  void autoencoder() {
    try (ModelFolder model = Reference.resourceModel("odd");
        Autoencoder autoencoder =
            new Autoencoder(autoencoderConfig(model), opener(model, WeightSet.AUTOENCODER))) {
      Pixels decoded =
          autoencoder.decode(get(expected, "latent").floats(), 6, 10, Optional.empty());
      assertClose("decoded", decoded.values(), get(expected, "image").floats(), TOLERANCE);
      Pixels pixels = new Pixels(12, 20, get(expected, "pixels").floats());
      float[] encoded = autoencoder.encode(pixels, Optional.empty());
      assertClose("encoded", encoded, get(expected, "encoded").floats(), TOLERANCE);
    }
  }

  private static FluxConfig config(ModelFolder model) {
    WeightStore weights = model.weights(WeightSet.GENERATION_DECODER);
    return FluxConfig.of(weights, model.config("transformer/config.json"));
  }

  private static AutoencoderConfig autoencoderConfig(ModelFolder model) {
    WeightStore weights = model.weights(WeightSet.AUTOENCODER);
    return AutoencoderConfig.of(weights, model.config("vae/config.json"));
  }

  private static SessionOpener opener(ModelFolder model, WeightSet set) {
    return new SessionOpener(Reference.engine(), model.weights(set), Reference.settings());
  }
}
