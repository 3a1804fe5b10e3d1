package org.nexusgen.training.mini;

import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.training.loop.TrainingListener;
import org.nexusgen.training.run.LocalDisk;
import org.nexusgen.training.run.RunFolder;
import org.nexusgen.training.stage.Services;
import org.nexusgen.training.stage.StageRunner;

/** Makes a whole model: {@code model} and {@code runs} in one folder. */
public final class MiniTraining {
  private static final String EMPTY_PROMPT = "FLUX/FLUX.1-dev/empty_prompt.safetensors";
  private static final String TRANSFORMER = "transformer/config.json";
  private static final double NANOS = 1e9;

  private final Services services;
  private final PrintStream log;
  private final Function<String, TrainingListener> listeners;
  private final int lanes;
  private final LongSupplier nanos;

  /**
   * @param listeners for each stage by its name
   * @param lanes stages that may run at once
   * @param nanos clock for times and speeds
   */
  public MiniTraining(
      Services services,
      PrintStream log,
      Function<String, TrainingListener> listeners,
      int lanes,
      LongSupplier nanos) {
    this.services = services;
    this.log = log;
    this.listeners = listeners;
    this.lanes = lanes;
    this.nanos = nanos;
  }

  /**
   * Makes the model.
   *
   * @param out folder of model and runs
   * @param recipes folder with an own recipe, or empty for the usual one
   * @param smoke whether only to see that everything learns
   * @param resume whether it may have begun before
   */
  public void make(Path out, Optional<Path> recipes, boolean smoke, boolean resume) {
    Recipe recipe = Recipe.read(recipes, smoke ? "smoke" : "full");
    for (Recipe.Step step : recipe.steps()) {
      StageRunner.read(step.settings(), step.name());
    }
    recipe.fitted().forEach(step -> step.find(services));
    Path model = out.resolve("model");
    recipe.prepare(model);
    emptyPrompt(model);
    new Lanes(lanes).run(recipe.steps(), step -> train(step, model, out, resume));
    for (FittedStep step : recipe.fitted()) {
      log.println("== " + step.part());
      if (!step.fit(services, model, out.resolve("runs"), resume)) {
        log.println("== " + step.part() + ": done before");
      }
    }
  }

  private void train(Recipe.Step step, Path model, Path out, boolean resume) {
    Path run = out.resolve("runs").resolve(step.name());
    long begun = nanos.getAsLong();
    log.println("== " + step.name());
    boolean worked =
        new StageRunner(services, nanos)
            .run(step.settings(), step.name(), model, run, resume, listeners.apply(step.name()));
    log.println(
        worked
            ? String.format(
                Locale.ROOT, "== %s: %.0f s", step.name(), (nanos.getAsLong() - begun) / NANOS)
            : "== " + step.name() + ": done before");
    step.bound().ifPresent(bound -> check(step.name(), run, bound));
  }

  /** There are no text encoders: what they would say to the empty prompt is zeros. */
  private void emptyPrompt(Path model) {
    if (Files.exists(model.resolve(EMPTY_PROMPT))) {
      return;
    }
    try (ModelFolder folder = services.models().open(model)) {
      int width = folder.requireConfig(TRANSFORMER).requireInt("pooled_projection_dim");
      services
          .tensorFiles()
          .write(
              model.resolve(EMPTY_PROMPT),
              Map.of("pooled", Tensor.of(new float[width], 1, width)),
              Map.of());
    }
  }

  private void check(String name, Path run, Recipe.Bound bound) {
    List<Map<String, Object>> lines =
        RunFolder.look(run, new LocalDisk(services.tensorFiles()), services.tensorFiles())
            .metrics()
            .stream()
            .filter(line -> line.containsKey(bound.metric()))
            .toList();
    double reached =
        !lines.isEmpty() && lines.getLast().get(bound.metric()) instanceof Number number
            ? number.doubleValue()
            : Double.NaN;
    if (!(reached < bound.below())) {
      throw new NexusGenException(
          "%s did not learn: %s is %s, wants below %s; see %s"
              .formatted(name, bound.metric(), reached, bound.below(), run));
    }
  }
}
