package org.nexusgen.training.vision;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.LabelledPictures;
import org.nexusgen.api.train.TrainableVisionEncoder;
import org.nexusgen.api.train.TrainingSession;
import org.nexusgen.api.train.TrainingSession.Weights;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.PixelSize;
import org.nexusgen.training.loop.Outputs;
import org.nexusgen.training.settings.Settings;
import org.nexusgen.training.settings.StageSettings;
import org.nexusgen.training.stage.Services;
import org.nexusgen.training.stage.Stage;
import org.nexusgen.training.stage.StartWeights;
import org.nexusgen.training.stage.Trainer;
import org.nexusgen.training.stage.Workplace;
import org.nexusgen.training.vision.VisionObjective.Layout;

/** {@code train vision-encoder}: the stand-in for a pre-trained tower at small scale. */
public final class VisionEncoderTrainer implements Trainer {
  private static final int CHANNEL_BATCHES = 16;

  @Override
  public String name() {
    return "vision-encoder";
  }

  @Override
  public Stage read(Settings settings) {
    List<Settings> phases = settings.objects("phases");
    StageSettings stage = StageSettings.of(settings, phases);
    phases.forEach(Settings::done);
    String world = settings.text("pictures", "");
    int batch = settings.whole("batch", 32, 1);
    double pixelWeight = settings.number("pixel_weight", 1, 0, Double.MAX_VALUE);
    int heldOut = settings.whole("held_out_batches", 4, 0);
    boolean fresh = settings.truth("fresh", true);
    return place -> train(place, stage, world, batch, pixelWeight, heldOut, fresh);
  }

  private static void train(
      Workplace place,
      StageSettings stage,
      String worldName,
      int batch,
      double pixelWeight,
      int heldOut,
      boolean fresh) {
    try (ModelFolder model = place.openModel()) {
      TrainableVisionEncoder encoder =
          Services.first(place.services().trainableVisionEncoders(), "trainable vision encoder")
              .open(model);
      Layout layout = layout(encoder, model, batch);
      LabelledPictures world =
          Services.named(
                  place.services().worlds(), LabelledPictures::name, worldName, "world of pictures")
              .withPlaces(layout.perSide());
      Map<String, Tensor> start =
          fresh
              ? StartWeights.fresh(encoder.initialWeights(), stage.seed())
              : StartWeights.of(encoder, model, stage.seed());
      Map<String, Tensor> heads =
          StartWeights.fresh(
              VisionObjective.heads(encoder, world, layout).initialWeights(), stage.seed());
      VisionObjective objective =
          new VisionObjective(
              encoder, world, layout, pixelWeight, stage.seed(), heldOut, start, heads);
      Map<String, Tensor> trained =
          place.train(objective, stage, session -> finish(session, encoder, objective));
      place.write(encoder.weightSet(), trained);
    }
  }

  private static Layout layout(TrainableVisionEncoder encoder, ModelFolder model, int batch) {
    PixelSize size = model.settings().targetSize();
    long tokens =
        encoder.graph(1, size).outputs().stream()
            .filter(output -> output.name().equals(TrainableVisionEncoder.EMBEDDINGS))
            .map(output -> output.type().dim(0))
            .mapToLong(rows -> rows instanceof Dim.Fixed fixed ? fixed.size() : 0)
            .sum();
    int perSide = (int) Math.round(Math.sqrt((double) tokens));
    if (perSide < 1
        || (long) perSide * perSide != tokens
        || size.width() % perSide != 0
        || size.height() % perSide != 0) {
      throw new BadInputException(
          "target_size %s gives %d embeddings: wants a square number that divides it evenly"
              .formatted(size, tokens));
    }
    return new Layout(batch, size, perSide);
  }

  /** Weights without heads, scaled so that each channel of embeddings has mean 0, deviation 1. */
  private static Map<String, Tensor> finish(
      TrainingSession session, TrainableVisionEncoder encoder, VisionObjective objective) {
    Map<String, Tensor> weights = new LinkedHashMap<>(session.weights(Weights.AVERAGED));
    weights.keySet().removeIf(Heads::isHead);
    ChannelStatistics statistics = new ChannelStatistics(encoder.width());
    for (int i = 0; i < CHANNEL_BATCHES; i++) {
      Map<String, Tensor> outputs = session.evaluate(objective.batch(i).inputs(), Weights.AVERAGED);
      statistics.add(
          Outputs.require(outputs, TrainableVisionEncoder.EMBEDDINGS, "the vision encoder"));
    }
    return statistics.folded(weights, encoder.outputLayer());
  }
}
