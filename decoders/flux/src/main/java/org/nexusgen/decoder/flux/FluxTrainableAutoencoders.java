package org.nexusgen.decoder.flux;

import org.nexusgen.api.train.TrainableAutoencoder;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.decoder.flux.autoencoder.AutoencoderConfig;
import org.nexusgen.decoder.flux.autoencoder.FluxTrainableAutoencoder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** FLUX's autoencoder, to be trained. */
@Component(property = "name=" + FluxOpening.NAME)
public final class FluxTrainableAutoencoders implements TrainableAutoencoder.Provider {
  @Activate
  public FluxTrainableAutoencoders() {}

  @Override
  public String name() {
    return FluxOpening.NAME;
  }

  @Override
  public TrainableAutoencoder open(ModelFolder model) {
    return new FluxTrainableAutoencoder(
        AutoencoderConfig.of(model.requireConfig(AutoencoderConfig.FILE)));
  }
}
