package org.nexusgen.training.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.weights.TensorFiles;
import org.nexusgen.training.json.Json;
import org.nexusgen.training.json.JsonWriter;

/**
 * A training on disk: {@code settings.json}, {@code engines.json} about the parts that are not
 * trained, {@code metrics.jsonl}, its checkpoints, and {@code best.json} about the best one.
 */
public final class RunFolder {
  /** Folder of an adapter that was learned instead of weights. */
  public static final String ADAPTER = "adapter";

  private static final String SETTINGS = "settings.json";
  private static final String ENGINES = "engines.json";
  private static final String METRICS = "metrics.jsonl";
  private static final String BEST = "best.json";
  private static final String DONE = "done.json";

  private final Path folder;
  private final Disk disk;
  private final Checkpoints checkpoints;

  private RunFolder(Path folder, Disk disk, TensorFiles tensorFiles) {
    this.folder = folder;
    this.disk = disk;
    this.checkpoints = new Checkpoints(folder, disk, tensorFiles);
  }

  /**
   * Opens a run that must be there, to look at it.
   *
   * @throws BadInputException if it is none
   */
  public static RunFolder look(Path folder, Disk disk, TensorFiles tensorFiles) {
    if (!Files.isRegularFile(folder.resolve(SETTINGS))) {
      throw new BadInputException(
          "%s is no run of a training: it has no %s".formatted(folder, SETTINGS));
    }
    return new RunFolder(folder, disk, tensorFiles);
  }

  /**
   * Opens a run, or begins it.
   *
   * @param settings that make its results what they are: JSON values
   * @param resume whether it may have begun before
   * @throws BadInputException if it has begun before and may not, or had other settings
   */
  public static RunFolder open(
      Path folder,
      Map<String, Object> settings,
      boolean resume,
      Disk disk,
      TensorFiles tensorFiles) {
    Path file = folder.resolve(SETTINGS);
    if (!Files.exists(file)) {
      refuseForeign(folder);
    } else if (resume) {
      SettingsDifference.check(Json.read(file), settings, folder);
    } else {
      throw new BadInputException(
          "%s holds a training that has begun: go on with --resume, or choose another --run"
              .formatted(folder));
    }
    RunFolder run = new RunFolder(folder, disk, tensorFiles);
    run.begin(settings);
    return run;
  }

  /** Where an adapter is written that was learned instead of weights. */
  public Path adapter() {
    return folder.resolve(ADAPTER);
  }

  private static void refuseForeign(Path folder) {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<String> foreign =
          files
              .map(file -> String.valueOf(file.getFileName()))
              .filter(name -> !name.startsWith("."))
              .toList();
      if (!foreign.isEmpty()) {
        throw new BadInputException(
            "%s is no run of a training but holds %s; choose an empty folder with --run"
                .formatted(folder, foreign.get(0)));
      }
    } catch (IOException e) {
      throw new BadInputException("%s cannot be read: %s".formatted(folder, e), e);
    }
  }

  private void begin(Map<String, Object> settings) {
    guarded(
        () -> {
          disk.makeFolder(folder);
          checkpoints.sweep();
          for (String name : List.of(SETTINGS, ENGINES, METRICS, BEST, DONE)) {
            disk.delete(unfinished(name));
          }
          if (!Files.exists(folder.resolve(SETTINGS))) {
            replace(SETTINGS, JsonWriter.pretty(settings));
          }
        });
    truncateMetrics();
  }

  public Path folder() {
    return folder;
  }

  public Checkpoints checkpoints() {
    return checkpoints;
  }

  /**
   * Remembers the engine of a part that is not trained: another one rounds otherwise, and the
   * training would no longer go on as it began.
   *
   * @throws BadInputException if another one ran the part before
   */
  public void useEngine(String part, String engine) {
    Map<String, Object> engines = new LinkedHashMap<>(engines());
    Object before = engines.putIfAbsent(part, engine);
    if (before == null) {
      guarded(() -> replace(ENGINES, JsonWriter.pretty(engines)));
    } else if (!before.equals(engine)) {
      throw new BadInputException(
          "%s cannot go on with %s on engine '%s', it began with '%s': choose that one (--set"
                  .formatted(folder, part, engine, before)
              + " pipeline.engine=%s=%s), or, to take other roundings, delete %s"
                  .formatted(part, before, folder.resolve(ENGINES)));
    }
  }

  /** Engines of the parts that are not trained, by part. */
  public Map<String, Object> engines() {
    Path file = folder.resolve(ENGINES);
    return Files.exists(file) ? Json.read(file) : Map.of();
  }

  /** The newest checkpoint, if there is any. */
  public Optional<Checkpoint> newest() {
    OptionalLong step = checkpoints.newest();
    return step.isPresent() ? Optional.of(checkpoints.read(step.getAsLong())) : Optional.empty();
  }

  /** Keeps a state, and of older ones the newest and the best. */
  public void save(Checkpoint checkpoint, int keep) {
    checkpoints.write(checkpoint);
    checkpoints.prune(keep, best().map(Best::step));
  }

  /**
   * The best checkpoint.
   *
   * @param step after which
   * @param metric that says so
   * @param value of it, the smallest of all checkpoints
   */
  public record Best(long step, String metric, double value) {}

  /** The best one so far. */
  public Optional<Best> best() {
    Path file = folder.resolve(BEST);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    Map<String, Object> map = Json.read(file);
    return map.get("step") instanceof Number step && map.get("value") instanceof Number value
        ? Optional.of(
            new Best(step.longValue(), String.valueOf(map.get("metric")), value.doubleValue()))
        : Optional.empty();
  }

  /** Remembers which checkpoint is the best. */
  public void markBest(Best best) {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("step", best.step());
    map.put("metric", best.metric());
    map.put("value", best.value());
    guarded(() -> replace(BEST, JsonWriter.pretty(map)));
  }

  /** Remembers that the training is over and its results are where they belong. */
  public void markDone(Map<String, Object> facts) {
    guarded(() -> replace(DONE, JsonWriter.pretty(facts)));
  }

  public boolean isDone() {
    return Files.exists(folder.resolve(DONE));
  }

  /** Adds a line of metrics. */
  public void log(Map<String, Object> metrics) {
    guarded(() -> disk.append(folder.resolve(METRICS), JsonWriter.line(metrics) + "\n"));
  }

  /** All lines of metrics; a last one that was cut off is left out. */
  public List<Map<String, Object>> metrics() {
    return MetricLines.read(folder.resolve(METRICS));
  }

  public Map<String, Object> settings() {
    return Json.read(folder.resolve(SETTINGS));
  }

  // Lines behind the newest checkpoint will be written again.
  private void truncateMetrics() {
    long reached = checkpoints.newest().orElse(0);
    List<Map<String, Object>> all = metrics();
    List<Map<String, Object>> kept =
        all.stream()
            .filter(line -> line.get("step") instanceof Number step && step.longValue() <= reached)
            .toList();
    Path file = folder.resolve(METRICS);
    if (Files.exists(file)) {
      StringBuilder text = new StringBuilder();
      kept.forEach(line -> text.append(JsonWriter.line(line)).append('\n'));
      guarded(() -> replace(METRICS, text.toString()));
    }
  }

  private void replace(String name, String text) throws IOException {
    disk.write(unfinished(name), text);
    disk.rename(unfinished(name), folder.resolve(name));
    disk.sync(folder);
  }

  private Path unfinished(String name) {
    return folder.resolve("." + name + ".unfinished");
  }

  private interface Work {
    void run() throws IOException;
  }

  private void guarded(Work work) {
    Uninterrupted.run(
        () -> {
          try {
            work.run();
          } catch (IOException e) {
            throw new NexusGenException(
                "%s cannot be written: %s".formatted(folder, e.getMessage()), e);
          }
        });
  }
}
