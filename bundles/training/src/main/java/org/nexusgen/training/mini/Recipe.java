package org.nexusgen.training.mini;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.ConfigTree;
import org.nexusgen.training.json.Json;
import org.nexusgen.training.settings.Settings;

/**
 * What a model is made of: files to begin with, and stages.
 *
 * @param folder own files, or empty for those of this bundle
 * @param templates files of the model's folder
 * @param steps stages, each behind those that it builds on
 * @param fitted parts that are computed at the end
 */
record Recipe(
    Optional<Path> folder, List<String> templates, List<Step> steps, List<FittedStep> fitted) {
  private static final String MODEL = "model/";

  /**
   * A stage.
   *
   * @param name of its run
   * @param after stages that it builds on
   * @param settings of it
   * @param bound what it must reach
   */
  record Step(
      String name, List<String> after, Map<String, Object> settings, Optional<Bound> bound) {
    Step {
      after = List.copyOf(after);
    }
  }

  /**
   * What a stage must reach.
   *
   * @param metric in its last line of metrics
   * @param below which value
   */
  record Bound(String metric, double below) {}

  /**
   * Reads a recipe.
   *
   * @param folder with its files, or empty for those of this bundle
   * @param name of the recipe: {@code full} or {@code smoke}
   */
  static Recipe read(Optional<Path> folder, String name) {
    String file = name + ".json";
    Settings settings = new Settings(new ConfigTree(file, Json.object(text(folder, file), file)));
    List<String> templates = settings.texts("templates");
    List<Step> steps = settings.objects("stages").stream().map(s -> step(folder, s)).toList();
    List<FittedStep> fitted =
        settings.has("fitted")
            ? settings.objects("fitted").stream().map(FittedStep::of).toList()
            : List.of();
    settings.done();
    checkOrder(steps, file);
    return new Recipe(folder, templates, steps, fitted);
  }

  private static void checkOrder(List<Step> steps, String file) {
    List<String> known = new ArrayList<>();
    for (Step step : steps) {
      if (!known.containsAll(step.after())) {
        throw new BadInputException(
            "stage '%s' in %s is after %s: wants stages that stand before it, which are %s"
                .formatted(step.name(), file, step.after(), known));
      }
      known.add(step.name());
    }
  }

  private static Step step(Optional<Path> folder, Settings stage) {
    String file = stage.requireText("settings");
    Optional<Bound> bound =
        stage.has("metric")
            ? Optional.of(
                new Bound(
                    stage.requireText("metric"),
                    stage.number("below", 0, -Double.MAX_VALUE, Double.MAX_VALUE)))
            : Optional.empty();
    Step step =
        new Step(
            stage.requireText("name"),
            stage.texts("after"),
            Json.object(text(folder, file), file),
            bound);
    stage.done();
    return step;
  }

  /** Puts files into the model's folder that are not there yet. */
  void prepare(Path model) {
    for (String template : templates) {
      Path target = model.resolve(template);
      try {
        if (!Files.exists(target)) {
          Files.createDirectories(target.resolveSibling(""));
          Files.writeString(target, text(folder, MODEL + template));
        }
      } catch (IOException e) {
        throw new BadInputException("%s cannot be written: %s".formatted(target, e), e);
      }
    }
  }

  private static String text(Optional<Path> folder, String file) {
    try {
      if (folder.isPresent()) {
        return Files.readString(folder.get().resolve(file));
      }
      try (InputStream in = Recipe.class.getResourceAsStream(file)) {
        if (in == null) {
          throw new IllegalStateException("the bundle lacks " + file);
        }
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    } catch (IOException e) {
      if (folder.isPresent()) {
        throw new BadInputException(
            "%s cannot be read: %s".formatted(folder.get().resolve(file), e), e);
      }
      throw new UncheckedIOException(e);
    }
  }
}
