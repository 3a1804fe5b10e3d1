package org.nexusgen.training.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.nexusgen.api.train.CurvePlot;
import org.nexusgen.api.train.CurvePlot.Axes;
import org.nexusgen.api.train.CurvePlot.Curve;

/** The curves of a run: one picture for each metric, with its labels and held-out values in it. */
public final class Curves {
  private static final String STEP = "step";
  private static final String FOLDER = "plots";

  private Curves() {}

  /**
   * Draws all curves of a run.
   *
   * @return the pictures
   */
  public static List<Path> draw(RunFolder run, CurvePlot plot) {
    List<Path> files = new ArrayList<>();
    byMetric(run.metrics())
        .forEach(
            (metric, curves) -> {
              Path file = run.folder().resolve(FOLDER).resolve(metric + ".png");
              plot.write(file, new Axes(metric, STEP, metric), curves);
              files.add(file);
            });
    return files;
  }

  /** {@code held_out.editing.loss} is a curve of {@code loss}. */
  static Map<String, List<Curve>> byMetric(List<Map<String, Object>> lines) {
    Map<String, Map<String, List<double[]>>> points = new TreeMap<>();
    for (Map<String, Object> line : lines) {
      if (line.get(STEP) instanceof Number step) {
        line.forEach(
            (name, value) -> {
              if (value instanceof Number number && !name.equals(STEP)) {
                String metric = name.substring(name.lastIndexOf('.') + 1);
                points
                    .computeIfAbsent(metric, any -> new TreeMap<>())
                    .computeIfAbsent(name, any -> new ArrayList<>())
                    .add(new double[] {step.doubleValue(), number.doubleValue()});
              }
            });
      }
    }
    Map<String, List<Curve>> curves = new TreeMap<>();
    points.forEach(
        (metric, named) ->
            curves.put(
                metric,
                named.entrySet().stream()
                    .map(entry -> curve(entry.getKey(), entry.getValue()))
                    .toList()));
    return curves;
  }

  private static Curve curve(String name, List<double[]> points) {
    return new Curve(
        name,
        points.stream().map(point -> point[0]).toList(),
        points.stream().map(point -> point[1]).toList());
  }
}
