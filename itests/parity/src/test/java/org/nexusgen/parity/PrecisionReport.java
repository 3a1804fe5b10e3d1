package org.nexusgen.parity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nexusgen.engine.tensorrt.precision.RangeProbe;

/** What was measured, as tables. */
final class PrecisionReport {
  private PrecisionReport() {}

  static void write(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("| graph → output | islands | 16 bits throughout |");
    lines.add("| --- | --- | --- |");
    PrecisionEngine.MEASURED.forEach(
        (graph, measured) ->
            measured.withIslands.forEach(
                (output, error) ->
                    lines.add(
                        row("%s → %s", "%.1e", "%.1e")
                            .formatted(graph, output, error, measured.throughout.get(output)))));
    lines.add("");
    lines.add("| graph | nodes | on 32 bits | largest on 16 bits | largest on 32 bits |");
    lines.add("| --- | --- | --- | --- | --- |");
    PrecisionEngine.MEASURED.forEach(
        (graph, measured) ->
            lines.add(
                row("%s", "%d", "%d", "%s", "%s")
                    .formatted(
                        graph,
                        measured.lowered.nodes().size(),
                        measured.plan.full().size(),
                        largest(measured, false),
                        largest(measured, true))));
    Files.write(file, lines);
  }

  private static String row(String... cells) {
    return "| " + String.join(" | ", cells) + " |";
  }

  private static String largest(PrecisionEngine.Measurement measured, boolean full) {
    return measured.ranges.entrySet().stream()
        .filter(entry -> measured.plan.full().containsKey(entry.getKey().node()) == full)
        .max(Map.Entry.comparingByValue())
        .map(entry -> text(entry.getKey(), entry.getValue()))
        .orElse("");
  }

  private static String text(RangeProbe.Place place, double value) {
    String kind = place.kind() == RangeProbe.Kind.SUM ? "Σ of |terms|, " : "";
    return String.format(Locale.ROOT, "%.3g (%s%s)", value, kind, place.op());
  }
}
