package org.nexusgen.training.decoder;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.engine.FigurePart;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.TrainableAutoencoder;
import org.nexusgen.api.train.TrainableProjector;
import org.nexusgen.api.train.TrainableVisionDecoder;
import org.nexusgen.api.train.TrainingSample.Task;
import org.nexusgen.api.vision.VisionEncoder;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.PixelSize;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.training.flow.LogitNormal;
import org.nexusgen.training.flow.RectifiedFlowLoss;
import org.nexusgen.training.flow.ShiftedIds;
import org.nexusgen.training.flow.TimestepSampling;
import org.nexusgen.training.mix.Ingredient;
import org.nexusgen.training.mix.Pantry;
import org.nexusgen.training.pictures.EmbeddedPictures;
import org.nexusgen.training.pictures.Fitting;
import org.nexusgen.training.pictures.Latents;
import org.nexusgen.training.pictures.PictureStream;
import org.nexusgen.training.settings.Settings;
import org.nexusgen.training.stage.Services;
import org.nexusgen.training.stage.Stage;
import org.nexusgen.training.stage.StartWeights;
import org.nexusgen.training.stage.Trainer;
import org.nexusgen.training.stage.Workplace;

/**
 * {@code train generation-decoder} and {@code train editing-decoder}: transformer and projector are
 * trained, everything else is frozen, as in the reference.
 *
 * @param task of the decoder
 */
public record DecoderTrainer(DecodingTask task) implements Trainer {
  private static final String PREPARED = "prepared.safetensors";
  private static final int REMEMBERED = 2048;

  @Override
  public String name() {
    return task.word() + "-decoder";
  }

  @Override
  public Stage read(Settings settings) {
    DecoderSettings read = DecoderSettings.of(settings);
    return place -> train(place, read);
  }

  private void train(Workplace place, DecoderSettings settings) {
    Services services = place.services();
    long seed = settings.stage().seed();
    try (ModelFolder model = place.openModel()) {
      PartContext context =
          new PartContext(
              model,
              place.engine(FigurePart.VISION_ENCODER, model),
              SessionSettings.standard().withThreads(1));
      TrainableProjector projector = services.projector(task).open(model);
      TrainableVisionDecoder decoder = services.decoder(task).open(model);
      RectifiedFlowLoss loss = new RectifiedFlowLoss(projector, decoder);
      TrainableAutoencoder autoencoder =
          Services.first(services.autoencoders(), "trainable autoencoder").open(model);
      try (VisionEncoder encoder = services.visionEncoder().open(context);
          Latents latents = Latents.open(place, autoencoder, model);
          Pantry pantry = new Pantry(services, seed);
          PictureStream pictures = PictureStream.open(services, settings.source(), seed)) {
        Lessons lessons =
            new Lessons(
                task,
                pantry,
                new Ingredient("edits", Task.EDITING, settings.source(), 1, 1, 1, 1),
                pictures,
                new EmbeddedPictures(encoder, REMEMBERED),
                latents,
                LatentScale.of(model),
                new Fitting(services.resizer(), size(model)));
        if (settings.prepared() > 0) {
          Path file = place.run().folder().resolve(PREPARED);
          lessons.prepare(settings.prepared(), new PreparedLessons(file, services.tensorFiles()));
        }
        DecoderObjective objective =
            new DecoderObjective(
                loss,
                settings,
                lessons,
                timesteps(settings, model),
                pooled(model),
                start(loss, settings, model));
        place.learn(objective, settings.stage(), decoder.weightSet());
      }
    }
  }

  private PixelSize size(ModelFolder model) {
    return switch (task) {
      case GENERATION -> model.settings().generation().size();
      case EDITING -> model.settings().editing().size();
    };
  }

  private static TimestepSampling timesteps(DecoderSettings settings, ModelFolder model) {
    double shift =
        model
            .config("scheduler/scheduler_config.json")
            .map(config -> config.getDouble("shift", ShiftedIds.REFERENCE_SHIFT))
            .orElse(ShiftedIds.REFERENCE_SHIFT);
    DecoderSettings.Timesteps chosen = settings.timesteps();
    return chosen.logitNormal()
        ? new LogitNormal(chosen.mean(), chosen.std(), shift)
        : new ShiftedIds(shift);
  }

  private static Tensor pooled(ModelFolder model) {
    if (!model.has(WeightSet.EMPTY_PROMPT)) {
      throw new BadInputException(
          "%s has no empty_prompt.safetensors: it holds 'pooled', the text encoder's output for the"
                  .formatted(model.root())
              + " empty prompt; 'generate' with the model once and copy it from the cache");
    }
    return model.weights(WeightSet.EMPTY_PROMPT).read("pooled");
  }

  private static Map<String, Tensor> start(
      RectifiedFlowLoss loss, DecoderSettings settings, ModelFolder model) {
    long seed = settings.stage().seed();
    Map<String, Tensor> start = new LinkedHashMap<>();
    if (settings.fresh()) {
      start.putAll(StartWeights.fresh(loss.initialWeights(), seed));
    } else {
      start.putAll(StartWeights.of(loss.decoder(), model, seed));
      start.putAll(StartWeights.of(loss.projector(), model, seed));
    }
    if (settings.fromGeneration()) {
      WeightStore generation = model.weights(WeightSet.GENERATION_DECODER);
      loss.decoder().initialWeights().stream()
          .filter(weight -> generation.has(weight.name()))
          .forEach(
              weight ->
                  start.put(
                      weight.name(),
                      Tensor.of(
                          generation.read(weight.name()).floats(), weight.shape().toArray())));
    }
    return start;
  }
}
