package org.nexusgen.eval;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A result for people. */
final class ResultTable {
  private ResultTable() {}

  static String of(Result result) {
    StringBuilder text = new StringBuilder();
    result.facts().forEach((name, value) -> text.append(line("%-12s %s%n", name, value)));
    text.append(goals(result));
    rows(result.board()).forEach((task, rows) -> text.append(table(task, rows)));
    text.append(embeddings(result.embeddings()));
    result.notes().forEach(note -> text.append(line("%n%s%n", note)));
    text.append(line("%ntook %s%n", Progress.words(result.took().toMillis())));
    return text.toString();
  }

  private static String goals(Result result) {
    if (result.goals().isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    text.append(line("%n%-26s %5s %-21s %5s %5s%n", "score", "n", "reached", "aim", "least"));
    for (MiniPlan.Goal goal : result.goals()) {
      double value = goal.mean().value();
      Tally.Interval interval = goal.interval();
      text.append(
          line(
              "%-26s %5d %.3f (%.3f-%.3f)   %5.2f %5.2f %s%n",
              goal.name(),
              goal.mean().count(),
              value,
              interval.low(),
              interval.high(),
              goal.aim(),
              goal.least(),
              value >= goal.aim() ? "" : value >= goal.least() ? "~" : "missed"));
    }
    return text.toString();
  }

  /** Kind and group of a line. */
  private record Row(String kind, String group) {
    /** Simple groups are told for all kinds together; each kind's and others are in the JSON. */
    boolean isShown() {
      boolean simple = !group.endsWith("=none") && !group.contains("+");
      return group.isEmpty() || (kind.equals(Scoreboard.EVERY_KIND) && simple);
    }

    String label() {
      return group.isEmpty() ? kind : "by " + group.replace('=', ' ');
    }
  }

  private static Map<String, Map<Row, Map<String, Tally>>> rows(Scoreboard board) {
    Map<String, Map<Row, Map<String, Tally>>> rows = new LinkedHashMap<>();
    board
        .tallies()
        .forEach(
            (key, tally) -> {
              Row row = new Row(key.kind(), key.group());
              if (row.isShown()) {
                rows.computeIfAbsent(key.task(), unused -> new LinkedHashMap<>())
                    .computeIfAbsent(row, unused -> new LinkedHashMap<>())
                    .put(key.score(), tally);
              }
            });
    return rows;
  }

  private static String table(String task, Map<Row, Map<String, Tally>> rows) {
    List<String> scores =
        rows.values().stream().flatMap(row -> row.keySet().stream()).distinct().sorted().toList();
    StringBuilder text = new StringBuilder();
    text.append(line("%n%-34s %5s", task, "n"));
    scores.forEach(score -> text.append(line("  %-21s", score)));
    text.append(line("%n"));
    rows.entrySet().stream()
        .sorted(Comparator.comparing(each -> each.getKey().group()))
        .forEach(each -> text.append(row(each.getKey(), each.getValue(), scores)));
    return text.toString();
  }

  private static String row(Row row, Map<String, Tally> tallies, List<String> scores) {
    int count = tallies.values().stream().mapToInt(Tally::count).max().orElse(0);
    return line("%-34s %5d", row.label(), count)
        + scores.stream().map(score -> cell(tallies.get(score))).collect(Collectors.joining())
        + line("%n");
  }

  private static String cell(@Nullable Tally tally) {
    if (tally == null) {
      return line("  %-21s", "");
    }
    Tally.Interval interval = tally.interval();
    String text = line("%.3f (%.3f-%.3f)", tally.mean(), interval.low(), interval.high());
    return line("  %-21s", text);
  }

  private static String embeddings(EmbeddingErrors errors) {
    if (errors.errors().isEmpty()) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    text.append(line("%n%-34s %5s %8s %9s %8s%n", "embeddings", "n", "mse", "relative", "cosine"));
    errors
        .errors()
        .forEach(
            (key, error) ->
                text.append(
                    line(
                        "%-34s %5d %8.4f %9s %8.4f%n",
                        key.task() + " " + key.kind(),
                        error.count(),
                        error.mse(),
                        error.relativeMse().map(mse -> line("%.4f", mse)).orElse("-"),
                        error.cosine())));
    return text.toString();
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
