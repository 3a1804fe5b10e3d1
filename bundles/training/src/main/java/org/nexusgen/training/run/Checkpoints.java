package org.nexusgen.training.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.weights.TensorFiles;
import org.nexusgen.training.json.Json;
import org.nexusgen.training.json.JsonWriter;
import org.slf4j.LoggerFactory;

/**
 * The checkpoints of a run: folders {@code checkpoint-STEP}. Each is written under another name,
 * brought to the disk and then renamed in one step, so that whatever has the name is whole.
 */
public final class Checkpoints {
  private static final String PREFIX = "checkpoint-";
  private static final String UNFINISHED = ".unfinished-";
  private static final String STATE = "state.safetensors";
  private static final String PROGRESS = "progress.json";

  private final Path run;
  private final Disk disk;
  private final TensorFiles tensorFiles;

  Checkpoints(Path run, Disk disk, TensorFiles tensorFiles) {
    this.run = run;
    this.disk = disk;
    this.tensorFiles = tensorFiles;
  }

  /** Steps that have one, in order. */
  public List<Long> steps() {
    return names()
        .filter(name -> name.matches(PREFIX + "\\d{1,18}"))
        .map(name -> Long.valueOf(name.substring(PREFIX.length())))
        .sorted()
        .toList();
  }

  public OptionalLong newest() {
    return steps().stream().mapToLong(Long::longValue).max();
  }

  public Path folder(long step) {
    return run.resolve(PREFIX + "%08d".formatted(step));
  }

  /**
   * @throws org.nexusgen.api.BadInputException if its files are missing or damaged
   */
  public Checkpoint read(long step) {
    Path folder = folder(step);
    return new Checkpoint(
        step, tensorFiles.read(folder.resolve(STATE)), Json.read(folder.resolve(PROGRESS)));
  }

  /**
   * Writes one.
   *
   * @throws NexusGenException if it cannot be written; those that stood there before stay
   */
  public void write(Checkpoint checkpoint) {
    Path target = folder(checkpoint.step());
    Path unfinished = run.resolve(UNFINISHED + PREFIX + checkpoint.step());
    Uninterrupted.run(
        () -> {
          try {
            disk.delete(unfinished);
            disk.makeFolder(unfinished);
            disk.write(unfinished.resolve(STATE), checkpoint.tensors());
            disk.write(unfinished.resolve(PROGRESS), JsonWriter.pretty(checkpoint.progress()));
            disk.sync(unfinished);
            if (!Files.exists(target)) { // the same step of the same run has the same content
              disk.rename(unfinished, target);
              disk.sync(run);
            }
          } catch (IOException | NexusGenException e) {
            discard(unfinished);
            throw new NexusGenException(
                "checkpoint %s cannot be written: %s; %s"
                    .formatted(target, e.getMessage(), remedy()),
                e);
          }
        });
  }

  /** Removes all but the newest ones and one that is wanted for another reason. */
  void prune(int keep, Optional<Long> best) {
    List<Long> steps = steps();
    List<Long> old = steps.subList(0, Math.max(0, steps.size() - keep));
    for (long step : old) {
      if (!best.equals(Optional.of(step))) {
        remove(folder(step));
      }
    }
  }

  /** Removes what a run that was killed left behind. */
  void sweep() {
    names()
        .filter(name -> name.startsWith(UNFINISHED))
        .toList()
        .forEach(name -> remove(run.resolve(name)));
  }

  // A folder that is only half removed must not have the name of a whole one.
  private void remove(Path folder) {
    Uninterrupted.run(
        () -> {
          try {
            String name = String.valueOf(folder.getFileName());
            Path dying = name.startsWith(UNFINISHED) ? folder : run.resolve(UNFINISHED + name);
            if (!dying.equals(folder)) {
              disk.delete(dying);
              disk.rename(folder, dying);
            }
            disk.delete(dying);
          } catch (IOException e) {
            throw new NexusGenException("%s cannot be removed: %s".formatted(folder, e), e);
          }
        });
  }

  private void discard(Path unfinished) {
    try {
      disk.delete(unfinished);
    } catch (IOException e) {
      LoggerFactory.getLogger(Checkpoints.class).debug("left behind: {}", unfinished, e);
    }
  }

  private String remedy() {
    return newest().isPresent()
        ? "the training can go on from %s with --resume".formatted(folder(newest().getAsLong()))
        : "make room on the disk and begin again";
  }

  private Stream<String> names() {
    try (Stream<Path> files = Files.list(run)) {
      return files
          .map(file -> String.valueOf(file.getFileName()))
          .sorted(Comparator.naturalOrder())
          .toList()
          .stream();
    } catch (IOException e) {
      throw new NexusGenException("%s cannot be read: %s".formatted(run, e), e);
    }
  }
}
