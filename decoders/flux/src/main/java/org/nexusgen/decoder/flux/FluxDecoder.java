package org.nexusgen.decoder.flux;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.DecodeListener;
import org.nexusgen.api.decode.DecodeSettings;
import org.nexusgen.api.decode.Decoding;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.sampling.NoiseSource;
import org.nexusgen.api.sampling.SamplingPlan;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.decoder.flux.autoencoder.Autoencoder;
import org.nexusgen.decoder.flux.autoencoder.Pixels;
import org.nexusgen.decoder.flux.transformer.DiffusionTransformer;
import org.nexusgen.decoder.flux.transformer.PatchGrid;

/** FLUX: a diffusion transformer in the latents of an autoencoder. */
final class FluxDecoder implements VisionDecoder {
  private static final double NOISE_ALONE = 1;

  private final DiffusionTransformer transformer;
  private final Autoencoder autoencoder;
  private final NoiseSource noise;
  private final double shift;

  /**
   * Takes over both networks.
   *
   * @param shift of static schedules
   */
  FluxDecoder(
      DiffusionTransformer transformer, Autoencoder autoencoder, NoiseSource noise, double shift) {
    this.transformer = transformer;
    this.autoencoder = autoencoder;
    this.noise = noise;
    this.shift = shift;
    int latentChannels = autoencoder.config().latentChannels();
    if (transformer.config().latentChannels() != latentChannels) {
      throw new BadInputException(
          "transformer of %d and autoencoder of %d latent channels: they are not of one model"
              .formatted(transformer.config().latentChannels(), latentChannels));
    }
  }

  @Override
  public OptionalInt conditioningWidth() {
    return OptionalInt.of(transformer.config().contextWidth());
  }

  @Override
  public Decoding decode(
      Conditioning conditioning,
      DecodeSettings settings,
      DiffusionSampler sampler,
      DecodeListener listener,
      Cancellation cancellation) {
    cancellation.check();
    Canvas canvas =
        Canvas.around(
            settings.size(), autoencoder.config().latentChannels(), autoencoder.config().factor());
    PatchGrid grid = canvas.grid();
    double strength = settings.inputImage().isPresent() ? settings.strength() : NOISE_ALONE;
    SamplingPlan plan = new SamplingPlan(settings.steps(), strength, shift, grid.tokens());
    List<String> notes = new ArrayList<>(canvas.notes());
    if (strength != settings.strength()) {
      notes.add("strength has no effect without an input image");
    }

    float[] start = start(settings, canvas, sampler.schedule(plan).sigmas()[0]);
    float[] latents;
    List<Integer> skipped;
    try (VelocityField field =
        new VelocityField(
            transformer, conditioning, settings, grid, sampler.evaluations(plan), cancellation)) {
      latents =
          sampler.sample(
              field,
              start,
              plan,
              (done, total, now) -> {
                requireNumbers(now, "the latents", "after step %d of %d".formatted(done, total));
                listener.step(done, total);
                cancellation.check();
              });
      skipped = field.skippedCalls();
      notes.addAll(field.notes());
    }
    Pixels pixels = autoencoder.decode(latents, grid.height(), grid.width(), settings.tiling());
    requireNumbers(pixels.values(), "the picture", "after the autoencoder");
    return new Decoding(
        pixels.toImage(), tensor(start, grid), tensor(latents, grid), notes, skipped);
  }

  /** Noise, or the input image under as much noise as the first sigma says. */
  private float[] start(DecodeSettings settings, Canvas canvas, float sigma) {
    float[] latents = noise.normal(settings.seed(), canvas.grid().values());
    Optional<Image> input = settings.inputImage();
    if (input.isPresent()) {
      requireSize(input.get(), canvas);
      float[] clean = autoencoder.encode(Pixels.of(input.get()), settings.tiling());
      for (int i = 0; i < latents.length; i++) {
        latents[i] = (1 - sigma) * clean[i] + sigma * latents[i];
      }
    }
    return latents;
  }

  private static void requireSize(Image input, Canvas canvas) {
    if (input.width() != canvas.size().width() || input.height() != canvas.size().height()) {
      throw new BadInputException(
          "input image: got %dx%d pixels, wants the picture's %s; resize it or ask for another size"
              .formatted(input.width(), input.height(), canvas.size()));
    }
  }

  private static void requireNumbers(float[] values, String what, String when) {
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new NexusGenException(
            "%s hold %s %s; check the weights, or try another sampler, scale or precision"
                .formatted(what, value, when));
      }
    }
  }

  private static Tensor tensor(float[] latents, PatchGrid grid) {
    return Tensor.of(latents, 1, grid.channels(), grid.height(), grid.width());
  }

  @Override
  public void close() {
    transformer.close();
    autoencoder.close();
  }
}
