package org.nexusgen.training.mix;

import java.util.List;
import java.util.Locale;
import org.nexusgen.api.train.TrainingSample.Task;
import org.nexusgen.training.settings.Settings;

/**
 * A part of a mixture.
 *
 * @param name under which its losses are reported
 * @param task of its samples
 * @param source where they come from
 * @param share of the batches, in proportion to those of the others
 * @param batch samples in a batch of this ingredient alone
 * @param text by which its words count more or less
 * @param image by which its pictures count more or less
 */
public record Ingredient(
    String name, Task task, String source, double share, int batch, double text, double image) {
  private static final List<String> TASKS = List.of("understanding", "generation", "editing");

  /** Reads {@code {"task": …, "source": …}} and what may be left out. */
  public static Ingredient of(Settings settings, int batch) {
    String task = settings.oneOf("task", "", TASKS);
    Ingredient ingredient =
        new Ingredient(
            settings.text("name", task),
            Task.valueOf(task.toUpperCase(Locale.ROOT)),
            settings.requireText("source"),
            settings.number("share", 1, 1e-6, Double.MAX_VALUE),
            settings.whole("batch", batch, 1),
            settings.number("text", 1, 0, 1000),
            settings.number("image", 1, 0, 1000));
    settings.done();
    return ingredient;
  }

  /** Reads the mixture of a phase, which may be that of the whole stage. */
  public static List<Ingredient> mixture(Settings phase, List<Ingredient> ofStage, int batch) {
    if (!phase.has("mix") && !ofStage.isEmpty()) {
      return ofStage;
    }
    return phase.objects("mix").stream().map(one -> of(one, batch)).toList();
  }
}
