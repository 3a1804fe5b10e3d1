package org.nexusgen.training.autoencoder;

import java.util.ArrayList;
import java.util.List;
import org.nexusgen.training.settings.Settings;
import org.nexusgen.training.settings.StageSettings;

/**
 * How an autoencoder is trained.
 *
 * @param stage what every training has
 * @param decoderAlone whether the encoder stays and the decoder learns from noised latents
 * @param looks of each phase
 * @param pictures where they come from
 * @param edges weights of pixels
 * @param divergence weight of the latents' divergence
 * @param latentNoise for the decoder alone: largest deviation of noise on latents, in their own
 * @param heldOutBatches of whole pictures
 * @param fresh whether it starts from random weights
 */
record AutoencoderSettings(
    StageSettings stage,
    boolean decoderAlone,
    List<Look> looks,
    String pictures,
    EdgeWeights edges,
    double divergence,
    double latentNoise,
    int heldOutBatches,
    boolean fresh) {
  /**
   * What a phase looks at.
   *
   * @param batch pictures
   * @param crop side of the squares that are cut out; 0 for whole pictures
   */
  record Look(int batch, int crop) {}

  static AutoencoderSettings of(Settings settings) {
    List<Settings> phases = settings.objects("phases");
    StageSettings stage = StageSettings.of(settings, phases);
    int batch = settings.whole("batch", 24, 1);
    List<Look> looks = new ArrayList<>();
    for (Settings phase : phases) {
      looks.add(new Look(phase.whole("batch", batch, 1), phase.whole("crop", 0, 0)));
      phase.done();
    }
    Settings edges = settings.object("edges");
    EdgeWeights weights =
        new EdgeWeights(
            edges.number("weight", 5, 1e-6, 1000),
            edges.whole("reach", 1, 0),
            edges.number("step", 0.2, 1e-6, 2));
    edges.done();
    boolean alone = settings.truth("decoder_alone", false);
    return new AutoencoderSettings(
        stage,
        alone,
        looks,
        settings.requireText("pictures"),
        weights,
        settings.number("divergence", 1e-4, 0, 1),
        settings.number("latent_noise", 0.05, 0, 1),
        settings.whole("held_out_batches", 2, 0),
        settings.truth("fresh", !alone));
  }
}
