package org.nexusgen.training.decoder;

import java.util.List;
import org.nexusgen.training.settings.Settings;
import org.nexusgen.training.settings.StageSettings;

/**
 * How a vision decoder is trained.
 *
 * @param stage what every training has
 * @param source of pictures, or of edits
 * @param batch pictures
 * @param prepared how many pictures are encoded once and used again and again; 0 encodes each when
 *     it is needed
 * @param embeddingNoise largest deviation of noise on target embeddings, so that the decoder
 *     forgives a backbone's errors
 * @param timesteps which are trained how often
 * @param guidance FLUX's distilled guidance input
 * @param fromGeneration whether the transformer begins as the generation decoder's
 * @param heldOutBatches that are evaluated
 * @param fresh whether it starts from random weights
 */
record DecoderSettings(
    StageSettings stage,
    String source,
    int batch,
    int prepared,
    double embeddingNoise,
    Timesteps timesteps,
    double guidance,
    boolean fromGeneration,
    int heldOutBatches,
    boolean fresh) {
  /**
   * Which timesteps are trained.
   *
   * @param logitNormal whether in the middle most, and not as in the reference
   * @param mean of the logit
   * @param std of the logit
   */
  record Timesteps(boolean logitNormal, double mean, double std) {}

  private static final double REFERENCE_GUIDANCE = 3.5;

  static DecoderSettings of(Settings settings) {
    List<Settings> phases = settings.objects("phases");
    StageSettings stage = StageSettings.of(settings, phases);
    phases.forEach(Settings::done);
    Settings timesteps = settings.object("timesteps");
    Timesteps chosen =
        new Timesteps(
            timesteps
                .oneOf("kind", "reference", List.of("reference", "logit_normal"))
                .equals("logit_normal"),
            timesteps.number("mean", 0, -10, 10),
            timesteps.number("std", 1, 0, 10));
    timesteps.done();
    return new DecoderSettings(
        stage,
        settings.requireText("source"),
        settings.whole("batch", 1, 1),
        settings.whole("prepared", 0, 0),
        settings.number("embedding_noise", 0, 0, 10),
        chosen,
        settings.number("guidance", REFERENCE_GUIDANCE, 0, 1000),
        settings.truth("from_generation", false),
        settings.whole("held_out_batches", 2, 0),
        settings.truth("fresh", false));
  }
}
