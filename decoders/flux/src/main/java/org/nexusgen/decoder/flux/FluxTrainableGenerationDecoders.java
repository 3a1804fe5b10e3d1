package org.nexusgen.decoder.flux;

import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.train.TrainableVisionDecoder;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.decoder.flux.transformer.FluxConfig;
import org.nexusgen.decoder.flux.transformer.FluxTrainableDecoder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** FLUX's transformer of generation, to be trained. */
@Component(property = {"name=" + FluxOpening.NAME, "task=generation"})
public final class FluxTrainableGenerationDecoders implements TrainableVisionDecoder.Provider {
  @Activate
  public FluxTrainableGenerationDecoders() {}

  @Override
  public String name() {
    return FluxOpening.NAME;
  }

  @Override
  public DecodingTask task() {
    return DecodingTask.GENERATION;
  }

  @Override
  public TrainableVisionDecoder open(ModelFolder model) {
    FluxConfig config = FluxConfig.of(model.requireConfig(FluxConfig.FILE));
    return new FluxTrainableDecoder(config, task());
  }
}
