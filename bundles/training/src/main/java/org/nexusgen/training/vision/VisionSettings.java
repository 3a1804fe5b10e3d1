package org.nexusgen.training.vision;

import java.util.List;
import org.nexusgen.training.settings.Settings;
import org.nexusgen.training.settings.StageSettings;

/**
 * How a vision encoder is trained.
 *
 * @param stage what every training has
 * @param pictures name of the world of pictures; empty for any
 * @param batch pictures
 * @param codes whether the embeddings themselves are taught, and not heads over them
 * @param components of pixels among the codes
 * @param pixelWeight how much the head for pixels counts
 * @param heldOutBatches that are evaluated
 * @param blemishes faults of the pictures that it learns from
 * @param fresh whether it starts from random weights
 * @param fanIn whether random weights are as wide as their inputs ask for, not as config.json says
 */
record VisionSettings(
    StageSettings stage,
    String pictures,
    int batch,
    boolean codes,
    int components,
    double pixelWeight,
    int heldOutBatches,
    Blemishes blemishes,
    boolean fresh,
    boolean fanIn) {
  static VisionSettings of(Settings settings) {
    List<Settings> phases = settings.objects("phases");
    StageSettings stage = StageSettings.of(settings, phases);
    phases.forEach(Settings::done);
    return new VisionSettings(
        stage,
        settings.text("pictures", ""),
        settings.whole("batch", 32, 1),
        settings.oneOf("teacher", "heads", List.of("heads", "codes")).equals("codes"),
        settings.whole("pixel_components", 32, 1),
        settings.number("pixel_weight", 1, 0, Double.MAX_VALUE),
        settings.whole("held_out_batches", 4, 0),
        new Blemishes(settings.number("blemishes", 0, 0, 1)),
        settings.truth("fresh", true),
        settings.oneOf("fresh_weights", "config", List.of("config", "fan_in")).equals("fan_in"));
  }
}
