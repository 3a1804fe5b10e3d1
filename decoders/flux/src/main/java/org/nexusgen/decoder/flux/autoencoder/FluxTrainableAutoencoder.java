package org.nexusgen.decoder.flux.autoencoder;

import java.util.List;
import java.util.stream.Stream;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.train.InitialWeight;
import org.nexusgen.api.train.TrainableAutoencoder;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.graph.nn.FreshWeights;

/** FLUX's autoencoder over batches of pictures: the network that also paints. */
public final class FluxTrainableAutoencoder implements TrainableAutoencoder {
  private final AutoencoderConfig config;
  private final Graph encoder;
  private final Graph decoder;

  public FluxTrainableAutoencoder(AutoencoderConfig config) {
    FluxAutoencoder network = new FluxAutoencoder(config);
    this.config = config;
    this.encoder = network.momentEncoder();
    this.decoder = network.rawDecoder();
  }

  @Override
  public WeightSet weightSet() {
    return WeightSet.AUTOENCODER;
  }

  @Override
  public int latentChannels() {
    return config.latentChannels();
  }

  @Override
  public int factor() {
    return config.factor();
  }

  @Override
  public Graph encoder() {
    return encoder;
  }

  @Override
  public Graph decoder() {
    return decoder;
  }

  @Override
  public List<InitialWeight> initialWeights() {
    return Stream.of(encoder, decoder).map(FreshWeights::of).flatMap(List::stream).toList();
  }
}
