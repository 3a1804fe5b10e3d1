package org.nexusgen.decoder.flux.autoencoder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nexusgen.decoder.flux.Reference.assertClose;
import static org.nexusgen.decoder.flux.Reference.get;
import static org.nexusgen.decoder.flux.Reference.tensors;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.TrainableAutoencoder;
import org.nexusgen.api.weights.ConfigTree;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.decoder.flux.Reference;

@DisplayName("The autoencoder in training is the autoencoder that paints")
class TrainableAutoencoderTest {
  private static final double TOLERANCE = 2e-5;

  @Test
  @DisplayName("its configuration alone says what the weights' shapes say")
  void describedByItsConfiguration() {
    try (ModelFolder model = Reference.mini()) {
      TrainableAutoencoder trainable =
          Reference.service(TrainableAutoencoder.Provider.class).open(model);
      WeightStore weights = model.weights(trainable.weightSet());
      ConfigTree file = model.requireConfig(AutoencoderConfig.FILE);
      AutoencoderConfig config = AutoencoderConfig.of(file);
      assertThat(config).isEqualTo(AutoencoderConfig.of(weights, Optional.of(file)));
      assertThat(trainable.latentChannels()).isEqualTo(8);
      assertThat(trainable.factor()).isEqualTo(4);
    }
  }

  @Test
  @DisplayName("pictures of a batch get the moments that each gets alone")
  void encoder() {
    Map<String, Tensor> golden = tensors("decoder/vae/encode.safetensors");
    Tensor pixels = get(golden, "pixels");
    float[] picture = pixels.floats();
    float[] inverse = negated(picture);
    try (ModelFolder model = Reference.checkpoint()) {
      WeightStore weights = model.weights(WeightSet.AUTOENCODER);
      FluxTrainableAutoencoder trainable = trainable(weights);
      float[] moments =
          run(
              trainable.encoder(),
              weights,
              TrainableAutoencoder.PIXELS,
              pair(pixels, picture, inverse),
              TrainableAutoencoder.MOMENTS);
      float[] wanted = get(golden, "stage.conv_out_moments").floats();
      assertClose("moments", Arrays.copyOf(moments, wanted.length), wanted, TOLERANCE);

      float[] second = Arrays.copyOfRange(moments, wanted.length, moments.length);
      float[] alone =
          run(
              trainable.encoder(),
              weights,
              TrainableAutoencoder.PIXELS,
              Tensor.of(inverse, pixels.shape().toArray()),
              TrainableAutoencoder.MOMENTS);
      assertClose("second", second, alone, TOLERANCE);
    }
  }

  @Test
  @DisplayName("raw latents of a batch get the pixels that shifted and scaled ones get alone")
  void decoder() {
    Map<String, Tensor> golden = tensors("decoder/vae/decode.safetensors");
    Tensor latent = get(golden, "latent");
    try (ModelFolder model = Reference.checkpoint()) {
      WeightStore weights = model.weights(WeightSet.AUTOENCODER);
      AutoencoderConfig config = AutoencoderConfig.of(weights, Optional.empty());
      float[] raw = latent.floats();
      for (int i = 0; i < raw.length; i++) {
        raw[i] = (float) (raw[i] / config.scalingFactor() + config.shiftFactor());
      }
      float[] pixels =
          run(
              trainable(weights).decoder(),
              weights,
              TrainableAutoencoder.LATENTS,
              pair(latent, negated(raw), raw),
              TrainableAutoencoder.PIXELS);
      float[] wanted = get(golden, "image").floats();
      float[] second = Arrays.copyOfRange(pixels, wanted.length, pixels.length);
      assertClose("second", second, wanted, TOLERANCE);
    }
  }

  private static FluxTrainableAutoencoder trainable(WeightStore weights) {
    return new FluxTrainableAutoencoder(AutoencoderConfig.of(weights, Optional.empty()));
  }

  private static float[] run(
      Graph graph, WeightStore weights, String input, Tensor value, String output) {
    try (GraphSession session = Reference.engine().open(graph, weights, Reference.settings());
        RunResult result = session.run(Map.of(input, value))) {
      return result.tensor(output).floats();
    }
  }

  private static Tensor pair(Tensor like, float[] first, float[] second) {
    long[] shape = like.shape().toArray();
    shape[0] = 2;
    float[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return Tensor.of(both, shape);
  }

  private static float[] negated(float[] values) {
    float[] result = values.clone();
    for (int i = 0; i < result.length; i++) {
      result[i] = -result[i];
    }
    return result;
  }
}
