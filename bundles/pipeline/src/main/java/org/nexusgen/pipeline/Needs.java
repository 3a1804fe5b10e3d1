package org.nexusgen.pipeline;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.DecodeOptions;
import org.nexusgen.api.PartChoice;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.engine.FigurePart;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelSettings.DecodeDefaults;
import org.nexusgen.api.weights.PixelSize;

/** What a job is about to use, said before it opens anything. */
final class Needs {
  private final PartLine line;
  private final ModelFolder model;
  private final List<MemoryBudget.Need> needs = new ArrayList<>();

  Needs(PartLine line, ModelFolder model) {
    this.line = line;
    this.model = model;
  }

  List<MemoryBudget.Need> all() {
    return List.copyOf(needs);
  }

  Needs pictures(PartChoice choice) {
    return usual(FigurePart.VISION_ENCODER, choice.encoder());
  }

  Needs words(PartChoice choice) {
    return usual(FigurePart.BACKBONE, choice.backbone());
  }

  Needs texts() {
    return usual(FigurePart.TEXT_ENCODER, Optional.empty());
  }

  private Needs usual(FigurePart part, Optional<String> asked) {
    return need(
        part,
        DecodingTask.GENERATION,
        asked,
        PlannedSizes.of(part, DecodingTask.GENERATION, model));
  }

  /**
   * @param defaults for a size that the options leave open
   */
  Needs painting(DecodingTask task, DecodeOptions options, DecodeDefaults defaults) {
    int width = options.width().orElse(defaults.size().width());
    int height = options.height().orElse(defaults.size().height());
    int tile =
        options
            .tiling()
            .map(tiling -> tiling.size() * PlannedSizes.latentPixels(model))
            .orElse(Integer.MAX_VALUE);
    DecodingTask feeder = PartLine.projectorOf(task, model);
    need(
        FigurePart.PROJECTOR,
        feeder,
        Optional.empty(),
        PlannedSizes.of(FigurePart.PROJECTOR, feeder, model));
    return need(
        FigurePart.DECODER,
        task,
        options.decoderPart(),
        PlannedSizes.painting(
            task, model, new PixelSize(Math.min(width, tile), Math.min(height, tile))));
  }

  private Needs need(
      FigurePart part, DecodingTask task, Optional<String> asked, Map<String, Long> sizes) {
    line.seat(part, task, asked).forEach(seat -> needs.add(new MemoryBudget.Need(seat, sizes)));
    return this;
  }
}
