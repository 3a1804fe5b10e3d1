package org.nexusgen.decoder.flux;

import org.nexusgen.api.PartContext;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.sampling.NoiseSource;
import org.nexusgen.api.weights.WeightSet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** FLUX with the weights of generation. */
@Component(property = {"name=" + FluxOpening.NAME, "task=generation"})
public final class FluxGenerationDecoders implements VisionDecoder.Provider {
  private final NoiseSource noise;

  /** With the noise source among the services of the class or module path. */
  public FluxGenerationDecoders() {
    this(FluxOpening.noiseService());
  }

  /** With a noise source. */
  @Activate
  public FluxGenerationDecoders(
      @Reference(target = "(name=" + FluxOpening.NOISE + ")") NoiseSource noise) {
    this.noise = noise;
  }

  @Override
  public String name() {
    return FluxOpening.NAME;
  }

  @Override
  public DecodingTask task() {
    return DecodingTask.GENERATION;
  }

  @Override
  public VisionDecoder open(PartContext context) {
    return FluxOpening.open(context, WeightSet.GENERATION_DECODER, noise);
  }
}
