package org.nexusgen.training.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.nexusgen.training.run.LocalDisk;
import org.nexusgen.training.run.RunFolder;
import org.nexusgen.training.stage.Services;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code train status}: how far a training is. */
@Command(
    name = "status",
    description = "Say how far a training is.",
    mixinStandardHelpOptions = true)
final class StatusCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN", description = "Folder of the run.")
  private Path folder = Path.of("");

  private final Supplier<Services> services;
  private final PrintWriter out;

  StatusCommand(Supplier<Services> services, PrintWriter out) {
    this.services = services;
    this.out = out;
  }

  @Override
  public Integer call() {
    Services given = services.get();
    RunFolder run = RunFolder.look(folder, new LocalDisk(given.tensorFiles()), given.tensorFiles());
    long steps = steps(run.settings());
    List<Map<String, Object>> metrics = run.metrics();
    out.println("trains       " + run.settings().get("train"));
    if (!run.engines().isEmpty()) {
      out.println("not trained  " + engines(run.engines()));
    }
    if (metrics.isEmpty()) {
      out.println("step         0 of " + steps);
    } else {
      last(metrics.getLast(), steps, run.isDone());
    }
    out.println(
        "checkpoints  "
            + run.checkpoints().steps().stream()
                .map(String::valueOf)
                .collect(Collectors.joining(", ")));
    run.best()
        .ifPresent(
            best ->
                out.println(
                    "best         step %d with %s %s"
                        .formatted(best.step(), best.metric(), best.value())));
    out.println("state        " + (run.isDone() ? "done" : "not done; --resume goes on"));
    return 0;
  }

  private static String engines(Map<String, Object> byPart) {
    return byPart.entrySet().stream()
        .map(entry -> "%s on %s".formatted(entry.getKey(), entry.getValue()))
        .collect(Collectors.joining(", "));
  }

  private void last(Map<String, Object> line, long steps, boolean done) {
    double step = number(line, "step");
    out.println(String.format(Locale.ROOT, "step         %.0f of %d", step, steps));
    out.println(String.format(Locale.ROOT, "loss         %.6g", number(line, "loss")));
    double speed = number(line, "steps_per_second");
    if (!done && speed > 0) {
      out.println("left         " + Progress.duration((steps - step) / speed) + " at this speed");
    }
  }

  private static double number(Map<String, Object> line, String key) {
    return line.get(key) instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  private static long steps(Map<String, Object> settings) {
    return settings.get("phases") instanceof List<?> phases
        ? phases.stream()
            .filter(Map.class::isInstance)
            .map(phase -> ((Map<?, ?>) phase).get("steps"))
            .filter(Number.class::isInstance)
            .mapToLong(steps -> ((Number) steps).longValue())
            .sum()
        : 0;
  }
}
