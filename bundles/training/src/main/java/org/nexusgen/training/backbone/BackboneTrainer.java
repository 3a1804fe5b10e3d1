package org.nexusgen.training.backbone;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.backbone.BackboneInfo;
import org.nexusgen.api.engine.FigurePart;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.Tokenizer;
import org.nexusgen.api.train.InitialWeight;
import org.nexusgen.api.train.TrainableBackbone;
import org.nexusgen.api.vision.VisionEncoder;
import org.nexusgen.api.weights.ConfigTree;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.training.backbone.BackboneSettings.Prefill;
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
          new PartContext(
              model,
              place.engine(FigurePart.VISION_ENCODER, model),
              SessionSettings.standard().withThreads(1));
      TrainableBackbone backbone =
          Services.first(services.backbones(), "trainable backbone").open(model);
      try (Tokenizer tokenizer = Services.first(services.tokenizers(), "tokenizer").open(context);
          VisionEncoder encoder = services.visionEncoder().open(context);
          Pantry pantry = new Pantry(services, settings.stage().seed())) {
        EmbeddedPictures pictures = new EmbeddedPictures(encoder, settings.remembered());
        BackboneObjective objective =
            new BackboneObjective(
                backbone,
                settings,
                pantry,
                sequences(backbone.info(), settings, tokenizer, pictures),
                start(backbone, settings, model, pantry, pictures));
        objective.checkSources();
        place.learn(objective, settings.stage(), backbone.weightSet());
      }
    }
  }

  private static SequenceMaker sequences(
      BackboneInfo info,
      BackboneSettings settings,
      Tokenizer tokenizer,
      EmbeddedPictures pictures) {
    ChatLabels labels = new ChatLabels(tokenizer, info.imagePad(), settings.labels());
    Optional<Branches> branches =
        settings.branches()
            ? Optional.of(new Branches(labels, tokenizer, settings.labels(), info.visionEnd()))
            : Optional.empty();
    return new SequenceMaker(labels, pictures, settings.changed(), branches, info.imagePad());
  }

  private static Map<String, Tensor> start(
      TrainableBackbone backbone,
      BackboneSettings settings,
      ModelFolder model,
      Pantry pantry,
      EmbeddedPictures pictures) {
    if (!settings.fresh()) {
      return StartWeights.of(backbone, model, settings.stage().seed());
    }
    List<InitialWeight> initial =
        settings.fanIn()
            ? FreshBackbone.fanIn(backbone.initialWeights())
            : backbone.initialWeights();
    Map<String, Tensor> start = StartWeights.fresh(initial, settings.stage().seed());
    if (settings.prefill() == Prefill.RANDOM) {
      return start;
    }
    int visionStart = backbone.info().visionStart();
    return FreshBackbone.channels(pantry, settings.mixtures().getFirst(), pictures)
        .map(
            channels ->
                settings.prefill() == Prefill.MEAN
                    ? FreshBackbone.withMeanPrefill(start, channels, visionStart)
                    : new CopyingStart(channels, headSize(model), visionStart).of(start))
        .orElse(start);
  }

  private static int headSize(ModelFolder model) {
    ConfigTree root = model.requireConfig("config.json");
    ConfigTree text = root.getTree("text_config").orElse(root);
    int heads = text.requireInt("num_attention_heads");
    return text.getInt("head_dim", text.requireInt("hidden_size") / heads);
  }
}
