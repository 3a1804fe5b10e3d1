package org.nexusgen.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.TrainableAutoencoder;
import org.osgi.annotation.versioning.ConsumerType;

/** What a trainable autoencoder promises of its two halves. */
@ConsumerType
public abstract class TrainableAutoencoderContract extends TrainablePartContract {
  private static final int ROWS = 3;
  private static final int COLUMNS = 5;

  protected TrainableAutoencoderContract() {}

  @Override
  protected abstract TrainableAutoencoder part();

  @Override
  protected final List<Graph> graphs() {
    return List.of(part().encoder(), part().decoder());
  }

  @Test
  @DisplayName("pictures become means and log variances, each as it does alone")
  void encodes() {
    TrainableAutoencoder part = part();
    long height = (long) ROWS * part.factor();
    long width = (long) COLUMNS * part.factor();
    Tensor pixels = random(1, 3, 3, height, width);
    Tensor moments = encode(part, pixels);
    assertThat(moments.shape().toArray())
        .containsExactly(3, 2L * part.latentChannels(), ROWS, COLUMNS);
    for (int i = 0; i < 3; i++) {
      assertRow(moments, i, encode(part, pixels.rows(i, i + 1)));
    }
  }

  @Test
  @DisplayName("latents become pictures, each as it does alone")
  void decodes() {
    TrainableAutoencoder part = part();
    Tensor latents = random(2, 3, part.latentChannels(), ROWS, COLUMNS);
    Tensor pixels = decode(part, latents);
    assertThat(pixels.shape().toArray())
        .containsExactly(3, 3, (long) ROWS * part.factor(), (long) COLUMNS * part.factor());
    for (int i = 0; i < 3; i++) {
      assertRow(pixels, i, decode(part, latents.rows(i, i + 1)));
    }
  }

  private Tensor encode(TrainableAutoencoder part, Tensor pixels) {
    Map<String, Tensor> inputs = Map.of(TrainableAutoencoder.PIXELS, pixels);
    return run(part.encoder(), inputs, TrainableAutoencoder.MOMENTS);
  }

  private Tensor decode(TrainableAutoencoder part, Tensor latents) {
    Map<String, Tensor> inputs = Map.of(TrainableAutoencoder.LATENTS, latents);
    return run(part.decoder(), inputs, TrainableAutoencoder.PIXELS);
  }
}
