package org.nexusgen.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.nexusgen.api.train.CurvePlot;
import org.nexusgen.api.train.TrainingSample.Task;

/** Models side by side: one column each. */
final class AblationTable {
  private AblationTable() {}

  static String of(Map<String, Result> results, List<Double> noise) {
    StringBuilder text = new StringBuilder();
    text.append(row("variant", new ArrayList<>(results.keySet())));
    List<Result> all = List.copyOf(results.values());
    for (MiniPlan.Goal goal : all.get(0).goals()) {
      text.append(row(goal.name(), all.stream().map(result -> goal(result, goal.name())).toList()));
    }
    for (Task task : List.of(Task.GENERATION, Task.EDITING)) {
      EmbeddingErrors.Key key = new EmbeddingErrors.Key(task.word(), Scoreboard.EVERY_KIND);
      text.append(
          row(
              task.word() + ", relative mse",
              all.stream().map(result -> relative(result, key)).toList()));
    }
    for (double level : new TreeSet<>(noise)) {
      text.append(
          row(
              "pictures at noise " + level,
              all.stream().map(result -> atNoise(result, level)).toList()));
    }
    return text.toString();
  }

  /** For each model the share of right pictures at each level of noise that was scored. */
  static List<CurvePlot.Curve> curves(Map<String, Result> results, List<Double> noise) {
    List<CurvePlot.Curve> curves = new ArrayList<>();
    results.forEach(
        (name, result) -> {
          List<Double> levels =
              new TreeSet<>(noise)
                  .stream().filter(level -> right(result, level).isPresent()).toList();
          if (!levels.isEmpty()) {
            curves.add(
                new CurvePlot.Curve(
                    name,
                    levels,
                    levels.stream().map(level -> right(result, level).orElseThrow()).toList()));
          }
        });
    return curves;
  }

  private static Optional<Double> right(Result result, double level) {
    return result
        .board()
        .mean(NoiseExam.TASK, "right", NoiseExam.kind(level)::equals)
        .map(Scoreboard.Mean::value);
  }

  private static String goal(Result result, String name) {
    return result.goals().stream()
        .filter(goal -> goal.name().equals(name))
        .findFirst()
        .map(goal -> number(goal.mean().value()))
        .orElse("-");
  }

  private static String relative(Result result, EmbeddingErrors.Key key) {
    EmbeddingError error = result.embeddings().errors().get(key);
    return error == null ? "-" : error.relativeMse().map(AblationTable::number).orElse("-");
  }

  private static String atNoise(Result result, double level) {
    return right(result, level).map(AblationTable::number).orElse("-");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3f", value);
  }

  private static String row(String label, List<String> cells) {
    return String.format(Locale.ROOT, "%-28s", label)
        + cells.stream()
            .map(cell -> String.format(Locale.ROOT, " %14s", cell))
            .collect(Collectors.joining())
        + System.lineSeparator();
  }
}
