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
 * @param branches whether samples may have alternatives and drills
 * @param changed weights of embeddings that edits change
 * @param remembered pictures whose embeddings are kept in memory
 * @param frozen beginnings of names of weights that stay
 * @param fresh whether it starts from random weights, whatever the model has
 * @param fanIn whether random weights are as wide as their inputs ask for, not as config.json says
 * @param prefill how fresh prefill rows begin
 * @param shared whether all prefill rows are one: {@link SharedPrefill}
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
    boolean branches,
    ChangedRows changed,
    int remembered,
    List<String> frozen,
    boolean fresh,
    boolean fanIn,
    Prefill prefill,
    boolean shared) {
  /** How fresh prefill rows begin. */
  enum Prefill {
    RANDOM,
    /** As the mean embeddings of what they predict. */
    MEAN,
    /** So that what was seen is shown again: {@link CopyingStart}. */
    COPY
  }

  private static final double DEVIATION_OF_A_CHANGE = 0.25;

  static BackboneSettings of(Settings settings) {
    List<Settings> phases = settings.objects("phases");
    StageSettings stage = StageSettings.of(settings, phases);
    int batch = settings.whole("batch", 24, 1);
    List<Ingredient> usual =
        settings.has("mix") ? Ingredient.mixture(settings, List.of(), batch) : List.of();
    List<List<Ingredient>> mixtures = new ArrayList<>();
    phases.forEach(phase -> mixtures.add(Ingredient.mixture(phase, usual, batch)));
    phases.forEach(Settings::done);
    List<Ingredient> heldOut =
        settings.has("held_out")
            ? settings.objects("held_out").stream().map(one -> Ingredient.of(one, batch)).toList()
            : mixtures.getLast();
    String inputs = settings.oneOf("image_inputs", "prefill", List.of("prefill", "target"));
    return new BackboneSettings(
        stage,
        loss(settings),
        batch,
        settings.oneOf("batch_tasks", "one", List.of("one", "mixed")).equals("mixed"),
        mixtures,
        heldOut,
        settings.whole("held_out_batches", 2, 0),
        ImageInputs.valueOf(inputs.toUpperCase(Locale.ROOT)),
        labels(settings),
        settings.truth("branches", false),
        new ChangedRows(
            settings.number("changed_row_weight", 1, 0, 1000),
            settings.number("changed_row_threshold", DEVIATION_OF_A_CHANGE, 0, 100)),
        settings.whole("remembered_pictures", 4096, 0),
        settings.texts("frozen"),
        settings.truth("fresh", false),
        settings.oneOf("fresh_weights", "config", List.of("config", "fan_in")).equals("fan_in"),
        Prefill.valueOf(
            settings
                .oneOf("fresh_prefill", "random", List.of("random", "mean", "copy"))
                .toUpperCase(Locale.ROOT)),
        settings.truth("shared_prefill", false));
  }

  /** {@code "token"}, {@code "answer"}, or from how many tokens on an answer counts no more. */
  private static LabelWeighting labels(Settings settings) {
    if (settings.values().get("label_weighting") instanceof Number) {
      return new LabelWeighting(settings.number("label_weighting", 1, 1, Double.MAX_VALUE));
    }
    String word = settings.oneOf("label_weighting", "token", List.of("token", "answer"));
    return word.equals("token") ? LabelWeighting.TOKEN : new LabelWeighting(1);
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
