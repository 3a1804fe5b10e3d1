package org.nexusgen.training.backbone;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.nexusgen.api.train.TrainableBackbone.ImageInputs;
import org.nexusgen.training.loss.BackboneLoss;
import org.nexusgen.training.mix.Ingredient;
import org.nexusgen.training.settings.Settings;
import org.nexusgen.training.settings.StageSettings;

/**
 * How a backbone is trained.
 *
 * @param stage what every training has
 * @param loss weights of its parts
 * @param batch conversations in a batch
 * @param mixed whether a batch may have several tasks
 * @param mixtures of each phase
 * @param heldOut what is evaluated
 * @param heldOutBatches of each of them
 * @param imageInputs prefilled autoregression, or the naive variant
 * @param labels how much each token counts
 * @param changed weights of embeddings that edits change
 * @param remembered pictures whose embeddings are kept in memory
 * @param frozen beginnings of names of weights that stay
 * @param fresh whether it starts from random weights, whatever the model has
 */
record BackboneSettings(
    StageSettings stage,
    BackboneLoss loss,
    int batch,
    boolean mixed,
    List<List<Ingredient>> mixtures,
    List<Ingredient> heldOut,
    int heldOutBatches,
    ImageInputs imageInputs,
    LabelWeighting labels,
    ChangedRows changed,
    int remembered,
    List<String> frozen,
    boolean fresh) {
  private static final double DEVIATION_OF_A_CHANGE = 0.25;

  static BackboneSettings of(Settings settings) {
    List<Settings> phases = settings.objects("phases");
    StageSettings stage = StageSettings.of(settings, phases);
    List<Ingredient> usual =
        settings.has("mix")
            ? settings.objects("mix").stream().map(Ingredient::of).toList()
            : List.of();
    List<List<Ingredient>> mixtures = new ArrayList<>();
    phases.forEach(phase -> mixtures.add(Ingredient.mixture(phase, usual)));
    phases.forEach(Settings::done);
    List<Ingredient> heldOut =
        settings.has("held_out")
            ? settings.objects("held_out").stream().map(Ingredient::of).toList()
            : mixtures.getLast();
    String labels = settings.oneOf("label_weighting", "token", List.of("token", "answer"));
    String inputs = settings.oneOf("image_inputs", "prefill", List.of("prefill", "target"));
    return new BackboneSettings(
        stage,
        loss(settings),
        settings.whole("batch", 24, 1),
        settings.oneOf("batch_tasks", "one", List.of("one", "mixed")).equals("mixed"),
        mixtures,
        heldOut,
        settings.whole("held_out_batches", 2, 0),
        ImageInputs.valueOf(inputs.toUpperCase(Locale.ROOT)),
        LabelWeighting.valueOf(labels.toUpperCase(Locale.ROOT)),
        new ChangedRows(
            settings.number("changed_row_weight", 1, 0, 1000),
            settings.number("changed_row_threshold", DEVIATION_OF_A_CHANGE, 0, 100)),
        settings.whole("remembered_pictures", 4096, 0),
        settings.texts("frozen"),
        settings.truth("fresh", false));
  }

  /** {@code "paper"}, {@code "repository"}, or an object with the four weights. */
  private static BackboneLoss loss(Settings settings) {
    if (!(settings.values().get("loss") instanceof String)) {
      Settings weights = settings.object("loss");
      BackboneLoss usual = BackboneLoss.REPOSITORY;
      BackboneLoss loss =
          new BackboneLoss(
              weights.number("text", usual.text(), 0, 1000),
              weights.number("image", usual.image(), 0, 1000),
              weights.number("squared", usual.squared(), 0, 1000),
              weights.number("cosine", usual.cosine(), 0, 1000));
      weights.done();
      return loss;
    }
    String name = settings.oneOf("loss", "repository", List.of("paper", "repository"));
    return name.equals("paper") ? BackboneLoss.PAPER : BackboneLoss.REPOSITORY;
  }
}
