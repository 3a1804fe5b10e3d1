package org.nexusgen.training.backbone;

import java.util.Map;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.Tokenizer;
import org.nexusgen.api.train.TrainableBackbone;
import org.nexusgen.api.vision.VisionEncoder;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.training.mix.Pantry;
import org.nexusgen.training.pictures.EmbeddedPictures;
import org.nexusgen.training.settings.Settings;
import org.nexusgen.training.stage.Services;
import org.nexusgen.training.stage.Stage;
import org.nexusgen.training.stage.StartWeights;
import org.nexusgen.training.stage.Trainer;
import org.nexusgen.training.stage.Workplace;

/** {@code train backbone}: words and image embeddings at once, the vision encoder frozen. */
public final class BackboneTrainer implements Trainer {
  @Override
  public String name() {
    return "backbone";
  }

  @Override
  public Stage read(Settings settings) {
    BackboneSettings read = BackboneSettings.of(settings);
    return place -> train(place, read);
  }

  private static void train(Workplace place, BackboneSettings settings) {
    Services services = place.services();
    try (ModelFolder model = place.openModel()) {
      PartContext context =
          new PartContext(model, services.engine(), SessionSettings.standard().withThreads(1));
      TrainableBackbone backbone =
          Services.first(services.backbones(), "trainable backbone").open(model);
      Map<String, Tensor> start =
          settings.fresh()
              ? StartWeights.fresh(backbone.initialWeights(), settings.stage().seed())
              : StartWeights.of(backbone, model, settings.stage().seed());
      try (Tokenizer tokenizer = Services.first(services.tokenizers(), "tokenizer").open(context);
          VisionEncoder encoder =
              Services.first(services.visionEncoders(), "vision encoder").open(context);
          Pantry pantry = new Pantry(services, settings.stage().seed())) {
        int imagePad = backbone.info().imagePad();
        BackboneObjective objective =
            new BackboneObjective(
                backbone,
                settings,
                pantry,
                new SequenceMaker(
                    new ChatLabels(tokenizer, imagePad, settings.labels()),
                    new EmbeddedPictures(encoder, settings.remembered()),
                    settings.changed(),
                    imagePad),
                start);
        objective.checkSources();
        place.learn(objective, settings.stage(), backbone.weightSet());
      }
    }
  }
}
