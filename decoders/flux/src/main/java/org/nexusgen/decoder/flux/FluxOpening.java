package org.nexusgen.decoder.flux;

import java.util.ServiceLoader;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.engine.SessionSettings.WeightPrecision;
import org.nexusgen.api.sampling.NoiseSource;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.decoder.flux.autoencoder.Autoencoder;
import org.nexusgen.decoder.flux.autoencoder.AutoencoderConfig;
import org.nexusgen.decoder.flux.session.SessionOpener;
import org.nexusgen.decoder.flux.transformer.DiffusionTransformer;
import org.nexusgen.decoder.flux.transformer.Float8Weights;
import org.nexusgen.decoder.flux.transformer.FluxConfig;

/** What the providers of both tasks have in common. */
final class FluxOpening {
  static final String NAME = "flux";

  /** Noise as the reference draws it on a CPU. */
  static final String NOISE = "torch-cpu";

  /** DiffSynth's FlowMatchScheduler for FLUX: constant, whatever the resolution. */
  private static final double REFERENCE_SHIFT = 3;

  private FluxOpening() {}

  static VisionDecoder open(PartContext context, WeightSet set, NoiseSource noise) {
    ModelFolder model = context.model();
    SessionSettings settings = context.session();
    WeightStore weights = model.weights(set);
    FluxConfig config = FluxConfig.of(weights, model.config(FluxConfig.FILE));
    WeightStore autoencoderWeights = model.weights(WeightSet.AUTOENCODER);
    AutoencoderConfig autoencoderConfig =
        AutoencoderConfig.of(autoencoderWeights, model.config(AutoencoderConfig.FILE));
    double shift =
        model
            .config("scheduler/scheduler_config.json")
            .map(file -> file.getDouble("shift", REFERENCE_SHIFT))
            .orElse(REFERENCE_SHIFT);

    DiffusionTransformer transformer =
        new DiffusionTransformer(config, transformerOpener(context, weights));
    try {
      Autoencoder autoencoder =
          new Autoencoder(
              autoencoderConfig,
              new SessionOpener(context.engine(), autoencoderWeights, exact(settings)));
      return join(transformer, autoencoder, noise, shift);
    } catch (RuntimeException failure) {
      transformer.close();
      throw failure;
    }
  }

  private static VisionDecoder join(
      DiffusionTransformer transformer, Autoencoder autoencoder, NoiseSource noise, double shift) {
    try {
      return new FluxDecoder(transformer, autoencoder, noise, shift);
    } catch (RuntimeException failure) {
      autoencoder.close();
      throw failure;
    }
  }

  private static SessionOpener transformerOpener(PartContext context, WeightStore weights) {
    SessionSettings settings = context.session();
    return settings.weightPrecision() == WeightPrecision.FLOAT8
        ? new SessionOpener(context.engine(), new Float8Weights(weights), exact(settings))
        : new SessionOpener(context.engine(), weights, settings);
  }

  /** Reduced precision is for the transformer; the autoencoder is small and sensitive. */
  private static SessionSettings exact(SessionSettings settings) {
    return settings.withWeightPrecision(WeightPrecision.CHECKPOINT);
  }

  /** The noise source among the services of the class or module path. */
  static NoiseSource noiseService() {
    return ServiceLoader.load(NoiseSource.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(source -> source.name().equals(NOISE))
        .findFirst()
        .orElseThrow(
            () ->
                new NexusGenException(
                    "no noise source '%s'; add the module org.nexusgen.sampler.flowmatch"
                        .formatted(NOISE)));
  }
}
