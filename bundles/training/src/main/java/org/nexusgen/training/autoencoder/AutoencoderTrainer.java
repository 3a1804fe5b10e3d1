package org.nexusgen.training.autoencoder;

import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.SampleSource.Split;
import org.nexusgen.api.train.TrainableAutoencoder;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.training.autoencoder.AutoencoderSettings.Look;
import org.nexusgen.training.pictures.Fitting;
import org.nexusgen.training.pictures.Latents;
import org.nexusgen.training.pictures.PictureStream;
import org.nexusgen.training.settings.Settings;
import org.nexusgen.training.stage.Services;
import org.nexusgen.training.stage.Stage;
import org.nexusgen.training.stage.StartWeights;
import org.nexusgen.training.stage.Trainer;
import org.nexusgen.training.stage.Workplace;

/** {@code train autoencoder}: the stand-in for FLUX's at small scale. */
public final class AutoencoderTrainer implements Trainer {
  private static final int MEASURED_BATCHES = 16;
  private static final Look MEASURED = new Look(32, 0);

  @Override
  public String name() {
    return "autoencoder";
  }

  @Override
  public Stage read(Settings settings) {
    AutoencoderSettings read = AutoencoderSettings.of(settings);
    return place -> train(place, read);
  }

  private static void train(Workplace place, AutoencoderSettings settings) {
    long seed = settings.stage().seed();
    try (PictureStream pictures = PictureStream.open(place.services(), settings.pictures(), seed)) {
      learn(place, settings, pictures);
      if (!settings.decoderAlone()) {
        try (ModelFolder model = place.openModel()) {
          measure(place, settings, model, pictures);
        }
      }
    }
  }

  private static TrainableAutoencoder open(Workplace place, ModelFolder model) {
    return Services.first(place.services().autoencoders(), "trainable autoencoder").open(model);
  }

  private static PictureBatches batches(
      Workplace place, AutoencoderSettings settings, ModelFolder model, PictureStream pictures) {
    Fitting fitting = new Fitting(place.services().resizer(), model.settings().generation().size());
    return new PictureBatches(pictures, fitting, settings.edges(), settings.stage().seed());
  }

  private static void learn(Workplace place, AutoencoderSettings settings, PictureStream pictures) {
    try (ModelFolder model = place.openModel()) {
      TrainableAutoencoder autoencoder = open(place, model);
      Map<String, Tensor> start =
          settings.fresh()
              ? StartWeights.fresh(autoencoder.initialWeights(), settings.stage().seed())
              : StartWeights.of(autoencoder, model, settings.stage().seed());
      Optional<Latents> latents =
          settings.decoderAlone()
              ? Optional.of(Latents.open(place, autoencoder, model))
              : Optional.empty();
      double deviation = settings.decoderAlone() ? LatentStatistics.deviation(model) : 1;
      try {
        AutoencoderObjective objective =
            new AutoencoderObjective(
                autoencoder,
                settings,
                batches(place, settings, model, pictures),
                latents,
                deviation,
                start);
        place.learn(objective, settings.stage(), autoencoder.weightSet());
      } finally {
        latents.ifPresent(Latents::close);
      }
    }
  }

  private static void measure(
      Workplace place, AutoencoderSettings settings, ModelFolder model, PictureStream pictures) {
    LatentStatistics statistics = new LatentStatistics();
    PictureBatches batches = batches(place, settings, model, pictures);
    try (Latents latents = Latents.open(place, open(place, model), model)) {
      for (int i = 0; i < MEASURED_BATCHES; i++) {
        statistics.add(
            latents.of(batches.pixels(Split.TRAINING, (long) i * MEASURED.batch(), MEASURED)));
      }
    }
    statistics.write(model);
  }
}
