package org.nexusgen.api.train;

import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.weights.ModelFolder;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The autoencoder of a vision decoder, both halves over batches of pictures of any size. Latents
 * here are raw: neither shifted nor scaled.
 */
@ConsumerType
public interface TrainableAutoencoder extends TrainablePart {
  /** Input of the encoder, output of the decoder: F32 [pictures, 3, height, width], -1 to 1. */
  String PIXELS = "pixels";

  /** Output of the encoder: F32 [pictures, 2 · channels, rows, columns], mean and log variance. */
  String MOMENTS = "moments";

  /** Input of the decoder: F32 [pictures, channels, rows, columns]. */
  String LATENTS = "latents";

  /** Channels of the latents. */
  int latentChannels();

  /** Pixels along the side of one latent cell. */
  int factor();

  /** {@value #PIXELS} to {@value #MOMENTS}. */
  Graph encoder();

  /** {@value #LATENTS} to {@value #PIXELS}. */
  Graph decoder();

  /** Makes trainable autoencoders. A service. */
  @ConsumerType
  interface Provider {
    String name();

    /**
     * @throws org.nexusgen.api.BadInputException if the folder's configuration is missing or wrong
     */
    TrainableAutoencoder open(ModelFolder model);
  }
}
