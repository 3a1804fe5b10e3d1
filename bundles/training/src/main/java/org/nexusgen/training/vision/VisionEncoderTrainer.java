package org.nexusgen.training.vision;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.InitialWeight;
import org.nexusgen.api.train.LabelledPictures;
import org.nexusgen.api.train.TrainableVisionEncoder;
import org.nexusgen.api.train.TrainingSession;
import org.nexusgen.api.train.TrainingSession.Weights;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.PixelSize;
import org.nexusgen.training.loop.Outputs;
import org.nexusgen.training.settings.Settings;
import org.nexusgen.training.stage.Services;
import org.nexusgen.training.stage.Stage;
import org.nexusgen.training.stage.StartWeights;
import org.nexusgen.training.stage.Trainer;
import org.nexusgen.training.stage.Workplace;

/** {@code train vision-encoder}: the stand-in for a pre-trained tower at small scale. */
public final class VisionEncoderTrainer implements Trainer {
  private static final int CHANNEL_BATCHES = 16;

  @Override
  public String name() {
    return "vision-encoder";
  }

  @Override
  public Stage read(Settings settings) {
    VisionSettings read = VisionSettings.of(settings);
    return place -> train(place, read);
  }

  private static void train(Workplace place, VisionSettings settings) {
    long seed = settings.stage().seed();
    Services services = place.services();
    try (ModelFolder model = place.openModel()) {
      TrainableVisionEncoder encoder =
          Services.first(services.trainableVisionEncoders(), "trainable vision encoder")
              .open(model);
      TokenPixels pixels = pixels(encoder, model);
      LabelledPictures world =
          Services.named(
                  services.worlds(),
                  LabelledPictures::name,
                  settings.pictures(),
                  "world of pictures")
              .withPlaces(pixels.perSide());
      Map<String, Tensor> start =
          settings.fresh()
              ? StartWeights.fresh(initial(encoder, settings), seed)
              : StartWeights.of(encoder, model, seed);
      Teacher teacher = teacher(encoder, world, pixels, settings);
      VisionObjective objective =
          new VisionObjective(encoder, world, pixels, teacher, settings, start);
      Map<String, Tensor> trained =
          place.train(
              objective, settings.stage(), session -> finish(session, encoder, teacher, objective));
      place.write(encoder.weightSet(), trained, settings.stage().stored());
    }
  }

  private static List<InitialWeight> initial(
      TrainableVisionEncoder encoder, VisionSettings settings) {
    return settings.fanIn() ? FanIn.of(encoder.initialWeights()) : encoder.initialWeights();
  }

  private static Teacher teacher(
      TrainableVisionEncoder encoder,
      LabelledPictures world,
      TokenPixels pixels,
      VisionSettings settings) {
    if (!settings.codes()) {
      Heads heads = new Heads(encoder.width(), pixels.values(), world.heads());
      return new HeadsTeacher(heads, pixels, settings.pixelWeight());
    }
    CodeBook book = CodeBook.of(world, pixels, settings.components(), settings.stage().seed());
    if (book.width() > encoder.width()) {
      throw new BadInputException(
          "codes of %d channels do not fit embeddings of %d: lower 'pixel_components'"
              .formatted(book.width(), encoder.width()));
    }
    return new CodesTeacher(book);
  }

  private static TokenPixels pixels(TrainableVisionEncoder encoder, ModelFolder model) {
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
    return new TokenPixels(size, perSide);
  }

  /** The encoder's weights, each channel of its embeddings with mean 0 and deviation 1. */
  private static Map<String, Tensor> finish(
      TrainingSession session,
      TrainableVisionEncoder encoder,
      Teacher teacher,
      VisionObjective objective) {
    Map<String, Tensor> weights = new LinkedHashMap<>(session.weights(Weights.AVERAGED));
    weights.keySet().removeIf(teacher::owns);
    if (!teacher.wantsStandardized()) {
      return weights;
    }
    ChannelStatistics statistics = new ChannelStatistics(encoder.width());
    for (int i = 0; i < CHANNEL_BATCHES; i++) {
      Map<String, Tensor> outputs = session.evaluate(objective.batch(i).inputs(), Weights.AVERAGED);
      statistics.add(
          Outputs.require(outputs, TrainableVisionEncoder.EMBEDDINGS, "the vision encoder"));
    }
    return statistics.folded(weights, encoder.outputLayer());
  }
}
