package org.nexusgen.decoder.flux.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nexusgen.decoder.flux.Reference.assertClose;
import static org.nexusgen.decoder.flux.Reference.get;
import static org.nexusgen.decoder.flux.Reference.tensors;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.decode.DecodeSettings.Tiling;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.image.ImageFiles;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.decoder.flux.Reference;
import org.nexusgen.decoder.flux.session.SessionOpener;
import org.nexusgen.golden.Golden;

@DisplayName("The autoencoder gives the reference's values")
class AutoencoderGoldenTest {
  private static final double TOLERANCE = 2e-5;

  @Test
  @DisplayName("when it decodes, stage by stage")
  void decodeStages() {
    compareStages(
        "decode",
        FluxAutoencoder.LATENT,
        "latent",
        FluxAutoencoder.PIXELS,
        "image",
        10,
        config -> probe -> new FluxAutoencoder(config).decoder(probe));
  }

  @Test
  @DisplayName("when it encodes, stage by stage")
  void encodeStages() {
    compareStages(
        "encode",
        FluxAutoencoder.PIXELS,
        "pixels",
        FluxAutoencoder.LATENT,
        "latent",
        10,
        config -> probe -> new FluxAutoencoder(config).encoder(probe));
  }

  @Test
  @DisplayName("as 8-bit pixels, cut off and not rounded")
  void eightBits() {
    Map<String, Tensor> golden = tensors("decoder/vae/decode.safetensors");
    Image image = new Pixels(48, 32, get(golden, "image").floats()).toImage();
    Image stored = Reference.service(ImageFiles.class).read(Golden.path("decoder/vae/decode.png"));
    byte[] expected = new byte[image.pixels().length];
    get(golden, "png_uint8").bytes().get(expected);
    assertThat(image.pixels()).isEqualTo(expected);
    assertThat(image.pixels()).isEqualTo(stored.pixels());
  }

  @Test
  @DisplayName("for pixels of a picture, exactly")
  void pixelsOfAPicture() {
    Image picture =
        Reference.service(ImageFiles.class).read(Golden.path("decoder/vae/encode_input.png"));
    float[] expected = get(tensors("decoder/vae/encode.safetensors"), "pixels").floats();
    assertThat(Pixels.of(picture).values()).isEqualTo(expected);
  }

  @Test
  @DisplayName("in tiles, both ways")
  void tiled() {
    Map<String, Tensor> golden = tensors("decoder/vae/tiled.safetensors");
    try (ModelFolder model = Reference.checkpoint();
        Autoencoder autoencoder = open(model)) {
      Pixels picture =
          autoencoder.decode(get(golden, "latent").floats(), 12, 16, Optional.of(new Tiling(8, 4)));
      assertClose("decoded", picture.values(), get(golden, "tiled_image_8_4").floats(), TOLERANCE);

      Pixels pixels = new Pixels(64, 96, get(golden, "pixels").floats());
      float[] latents = autoencoder.encode(pixels, Optional.of(new Tiling(32, 16)));
      assertClose("encoded", latents, get(golden, "tiled_latent_32_16").floats(), TOLERANCE);
    }
  }

  @Test
  @DisplayName("in tiles that do not fit, where the reference fails: near the whole picture")
  void tilesThatDoNotFit() {
    Map<String, Tensor> golden = tensors("decoder/vae/tiled.safetensors");
    float[] latents = get(golden, "latent").floats();
    try (ModelFolder model = Reference.checkpoint();
        Autoencoder autoencoder = open(model)) {
      Pixels whole = autoencoder.decode(latents, 12, 16, Optional.empty());
      Pixels tooLarge = autoencoder.decode(latents, 12, 16, Optional.of(new Tiling(128, 64)));
      assertClose("one tile", tooLarge.values(), whole.values(), 1e-6);

      Pixels ragged = autoencoder.decode(latents, 12, 16, Optional.of(new Tiling(11, 9)));
      assertThat(ragged.values()).hasSameSizeAs(whole.values());
      double sum = 0;
      for (int i = 0; i < whole.values().length; i++) {
        assertThat(ragged.values()[i]).isFinite();
        sum += Math.abs(ragged.values()[i] - whole.values()[i]);
      }
      // Tiles have group statistics and borders of their own: like the whole, not equal to it.
      assertThat(sum / whole.values().length).isLessThan(0.2);
    }
  }

  private static Autoencoder open(ModelFolder model) {
    WeightStore weights = model.weights(WeightSet.AUTOENCODER);
    return new Autoencoder(
        AutoencoderConfig.of(weights, Optional.empty()),
        new SessionOpener(Reference.engine(), weights, Reference.settings()));
  }

  private static void compareStages(
      String file,
      String input,
      String goldenInput,
      String output,
      String goldenOutput,
      int stages,
      Function<AutoencoderConfig, Function<FluxAutoencoder.Probe, Graph>> network) {
    Map<String, Tensor> golden = tensors("decoder/vae/" + file + ".safetensors");
    try (ModelFolder model = Reference.checkpoint()) {
      WeightStore weights = model.weights(WeightSet.AUTOENCODER);
      AutoencoderConfig config = AutoencoderConfig.of(weights, Optional.empty());
      List<String> compared = new ArrayList<>();
      Graph graph =
          network
              .apply(config)
              .apply(
                  (name, value) -> {
                    if (golden.containsKey("stage." + name)) {
                      compared.add(name);
                      value.builder().output(name, value);
                    }
                  });
      assertThat(compared).hasSize(stages);
      try (GraphSession session = Reference.engine().open(graph, weights, Reference.settings());
          RunResult result = session.run(Map.of(input, get(golden, goldenInput)))) {
        for (String name : compared) {
          assertClose(
              name, result.tensor(name).floats(), get(golden, "stage." + name).floats(), TOLERANCE);
        }
        assertClose(
            output, result.tensor(output).floats(), get(golden, goldenOutput).floats(), TOLERANCE);
      }
    }
  }
}
