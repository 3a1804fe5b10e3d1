package org.nexusgen.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.DecodeOptions;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.decode.Conditioning;
import org.nexusgen.api.decode.DecodeSettings;
import org.nexusgen.api.decode.Decoding;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.observe.Event;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.text.TextConditioning;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.weights.ModelSettings.DecodeDefaults;
import org.nexusgen.api.weights.PixelSize;

/** The decoding half of every picture: embeddings in, pictures out. */
final class Painter {
  static final double NO_GUIDANCE = 1.0;

  private final Workbench bench;
  private final TextConditions texts;

  Painter(Workbench bench, TextConditions texts) {
    this.bench = bench;
    this.texts = texts;
  }

  /** Pictures, and the seeds that they were made from. */
  record Painted(List<Decoding> pictures, List<Long> seeds) {}

  /**
   * Paints embeddings.
   *
   * @param references none, or those of the source picture; the generation projector takes no
   *     notice
   * @param task whose decoder paints
   * @param defaults for what the options leave open
   */
  Painted paint(
      ImageEmbedding target,
      List<ImageEmbedding> references,
      DecodingTask task,
      DecodeOptions options,
      DecodeDefaults defaults,
      JobListener listener,
      Cancellation cancellation) {
    cancellation.check();
    Report report = bench.report();
    DiffusionSampler sampler = bench.sampler(options.sampler(), defaults.sampler());
    DecodingTask feeder = PartLine.projectorOf(task, bench.parts().context().model());
    WatchedProjector projector = bench.projector(feeder);
    List<ImageEmbedding> sources = feeder == DecodingTask.EDITING ? references : List.of();
    Conditioning conditioning = report.timed("project", () -> projector.project(target, sources));
    report.tensor("conditioning", conditioning.tokens());

    WatchedDecoder decoder = bench.decoder(task, options.decoderPart(), cancellation);
    Fit.conditioning(
        projector.part().label(),
        conditioning,
        decoder.part().label(),
        decoder.conditioningWidth());
    List<Decoding> pictures = new ArrayList<>();
    List<Long> seeds = new ArrayList<>();
    long firstSeed = options.seed().orElse(defaults.seed());
    DecodeSettings settings = settings(options, defaults, firstSeed);
    for (int i = 0; i < options.count(); i++) {
      DecodeSettings one = withSeed(settings, firstSeed + i);
      int before = i;
      StepClock clock =
          new StepClock(
              (done, total) ->
                  listener.progress("paint", before * total + done, options.count() * total),
              System::nanoTime);
      Decoding decoding =
          report.timed(
              "paint", () -> decoder.decode(conditioning, one, sampler, clock, cancellation));
      report.tell(new Event.StepsDone(clock.steps()));
      pictures.add(decoding);
      seeds.add(firstSeed + i);
      report.warnAll(decoding.notes());
    }
    report.tensor("initial_latents", pictures.get(0).initialLatents());
    report.tensor("final_latents", pictures.get(0).finalLatents());
    return new Painted(pictures, seeds);
  }

  private DecodeSettings settings(DecodeOptions options, DecodeDefaults defaults, long seed) {
    double cfgScale = options.cfgScale().orElse(defaults.cfgScale());
    Optional<TextConditioning> negative =
        cfgScale == NO_GUIDANCE
            ? Optional.empty()
            : Optional.of(texts.negative(options.negativePrompt().orElse("")));
    if (cfgScale == NO_GUIDANCE && options.negativePrompt().isPresent()) {
      bench.report().warn("the negative prompt has no effect at cfg scale 1");
    }
    return new DecodeSettings(
        new PixelSize(
            options.width().orElse(defaults.size().width()),
            options.height().orElse(defaults.size().height())),
        options.steps().orElse(defaults.steps()),
        cfgScale,
        options.guidance().orElse(defaults.guidance()),
        seed,
        texts.empty(),
        negative,
        options.inputImage(),
        options.strength().orElse(1.0),
        options.teaCache(),
        options.tiling());
  }

  private static DecodeSettings withSeed(DecodeSettings settings, long seed) {
    return new DecodeSettings(
        settings.size(),
        settings.steps(),
        settings.cfgScale(),
        settings.guidance(),
        seed,
        settings.emptyPrompt(),
        settings.negative(),
        settings.inputImage(),
        settings.strength(),
        settings.teaCache(),
        settings.tiling());
  }
}
