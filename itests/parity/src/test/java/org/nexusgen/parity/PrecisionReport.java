package org.nexusgen.parity;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.nexusgen.api.train.CurvePlot;
import org.nexusgen.engine.tensorrt.precision.RangeProbe;

/** What was measured, as tables. */
final class PrecisionReport {
  private static final double LIMIT = 16; // 65504 is a little below 2^16
  private static final double MASK = 1e30;
  private static final int SHORT = 50;

  private PrecisionReport() {}

  static void write(Path file) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("| graph → output | islands | 16 bits throughout | 11, fp16 | 11, bf16 |");
    lines.add("| --- | --- | --- | --- | --- |");
    PrecisionEngine.MEASURED.forEach(
        (graph, measured) ->
            measured.withIslands.forEach(
                (output, error) ->
                    lines.add(
                        row("%s → %s", "%.1e", "%.1e", "%.1e", "%.1e")
                            .formatted(
                                graph,
                                output,
                                error,
                                measured.throughout.get(output),
                                measured.elevenHalf.get(output),
                                measured.elevenBrain.get(output)))));
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
    String plot = System.getProperty("precision.plot");
    if (plot != null) {
      plot(Path.of(plot));
    }
  }

  /** The largest value of each node, from a graph's first to its last; masks are left out. */
  private static void plot(Path png) {
    List<CurvePlot.Curve> curves = new ArrayList<>();
    curves.add(new CurvePlot.Curve("largest float16", List.of(0.0, 100.0), List.of(LIMIT, LIMIT)));
    PrecisionEngine.MEASURED.forEach(
        (graph, measured) -> {
          if (graph.startsWith("mini ") && measured.probe.places().size() > SHORT) {
            curves.add(curve(graph.substring("mini ".length()), measured));
          }
        });
    CurvePlot.Axes axes =
        new CurvePlot.Axes("Largest |value| of each node, mini", "% of the graph", "log2");
    Services.only(CurvePlot.class).write(png, axes, curves);
  }

  private static CurvePlot.Curve curve(String name, PrecisionEngine.Measurement measured) {
    List<Double> x = new ArrayList<>();
    List<Double> y = new ArrayList<>();
    List<RangeProbe.Place> places = measured.probe.places();
    for (int i = 0; i < places.size(); i++) {
      double largest = measured.ranges.getOrDefault(places.get(i), 0.0);
      if (places.get(i).kind() == RangeProbe.Kind.RESULT && largest > 0 && largest < MASK) {
        x.add(100.0 * i / places.size());
        y.add(Math.log(largest) / Math.log(2));
      }
    }
    return new CurvePlot.Curve(name, x, y);
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
