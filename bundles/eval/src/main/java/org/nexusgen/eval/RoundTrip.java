package org.nexusgen.eval;

import java.util.Map;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.TrainableAutoencoder;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;

/** A model's autoencoder, both halves, on single pictures; the encoder's mean, no noise. */
final class RoundTrip implements AutoCloseable {
  private static final float HALF_OF_LEVELS = 127.5f;

  private final GraphSession encoder;
  private final GraphSession decoder;

  RoundTrip(
      TrainableAutoencoder.Provider provider,
      Engine engine,
      SessionSettings session,
      ModelFolder model) {
    TrainableAutoencoder autoencoder = provider.open(model);
    WeightStore weights = model.weights(WeightSet.AUTOENCODER);
    this.encoder = engine.open(autoencoder.encoder(), weights, session);
    try {
      this.decoder = engine.open(autoencoder.decoder(), weights, session);
    } catch (RuntimeException e) {
      encoder.close();
      throw e;
    }
  }

  /** The picture as the autoencoder gives it back. */
  Image thereAndBack(Image image) {
    try (RunResult moments = encoder.run(Map.of(TrainableAutoencoder.PIXELS, pixels(image)))) {
      Tensor latents = mean(moments.tensor(TrainableAutoencoder.MOMENTS));
      try (RunResult result = decoder.run(Map.of(TrainableAutoencoder.LATENTS, latents))) {
        return image(result.tensor(TrainableAutoencoder.PIXELS));
      }
    }
  }

  /** The first half of the channels. */
  private static Tensor mean(Tensor moments) {
    long channels = moments.shape().dim(1) / 2;
    long rows = moments.shape().dim(2);
    long columns = moments.shape().dim(3);
    float[] values = new float[(int) (channels * rows * columns)];
    System.arraycopy(moments.floats(), 0, values, 0, values.length);
    return Tensor.of(values, 1, channels, rows, columns);
  }

  /** [1,3,h,w], -1 to 1. */
  private static Tensor pixels(Image image) {
    byte[] bytes = image.dropAlpha().pixels();
    int area = image.width() * image.height();
    float[] values = new float[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      values[i % 3 * area + i / 3] = (bytes[i] & 0xff) / HALF_OF_LEVELS - 1;
    }
    return Tensor.of(values, 1, 3, image.height(), image.width());
  }

  private static Image image(Tensor pixels) {
    int height = pixels.shape().size(2);
    int width = pixels.shape().size(3);
    float[] values = pixels.floats();
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      float level = (values[i % 3 * width * height + i / 3] + 1) * HALF_OF_LEVELS;
      bytes[i] = (byte) Math.clamp(Math.round(level), 0, 255);
    }
    return new Image(width, height, Image.Channels.RGB, bytes);
  }

  @Override
  public void close() {
    encoder.close();
    decoder.close();
  }
}
