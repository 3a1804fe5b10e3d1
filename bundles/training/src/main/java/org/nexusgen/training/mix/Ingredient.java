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
 */
public record Ingredient(String name, Task task, String source, double share) {
  private static final List<String> TASKS = List.of("understanding", "generation", "editing");

  /** Reads {@code {"task": …, "source": …, "share": …, "name": …}}. */
  public static Ingredient of(Settings settings) {
    String task = settings.oneOf("task", "", TASKS);
    Ingredient ingredient =
        new Ingredient(
            settings.text("name", task),
            Task.valueOf(task.toUpperCase(Locale.ROOT)),
            settings.requireText("source"),
            settings.number("share", 1, 1e-6, Double.MAX_VALUE));
    settings.done();
    return ingredient;
  }

  /** Reads the mixture of a phase, which may be that of the whole stage. */
  public static List<Ingredient> mixture(Settings phase, List<Ingredient> ofStage) {
    if (!phase.has("mix") && !ofStage.isEmpty()) {
      return ofStage;
    }
    return phase.objects("mix").stream().map(Ingredient::of).toList();
  }
}
