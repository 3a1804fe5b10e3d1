package org.nexusgen.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.nexusgen.api.NexusGenException;

/**
 * The whole command as its user waits for it: a process of its own, from its start until the
 * picture is written and the process is gone.
 *
 * <p>Cold is the first use: no class archive, no unpacked natives, no converted weights. Warm is
 * every use after it.
 */
final class CommandBench {
  private static final long LOOK_MILLIS = 10;

  private final Path script;
  private final List<String> arguments;
  private final int repetitions;
  private long peakBytes;

  /**
   * @param script what users start
   * @param arguments of the command; {@code -o FILE} is added
   */
  CommandBench(Path script, List<String> arguments, int repetitions) {
    this.script = script;
    this.arguments = List.copyOf(arguments);
    this.repetitions = repetitions;
  }

  /** The command cold, then warm. */
  List<Measurement> run() {
    try {
      Path folder = Files.createTempDirectory("nexusgen-bench");
      try {
        List<Path> caches = new ArrayList<>();
        Measurement cold =
            Measurement.of(
                "command cold",
                0,
                repetitions,
                "'nexusgen generate' with an empty cache, from start to file",
                () -> {
                  caches.add(folder.resolve("cache-" + caches.size()));
                  start(folder, caches.getLast());
                });
        Measurement warm =
            Measurement.of(
                "command warm",
                0,
                repetitions,
                "the same with what the cold one left in the cache",
                () -> start(folder, caches.getLast()));
        return List.of(cold, warm);
      } finally {
        delete(folder);
      }
    } catch (IOException e) {
      throw new NexusGenException("cannot write temporary files: " + e.getMessage(), e);
    }
  }

  /** Memory of the largest run in bytes; 0 where the system does not tell. */
  long peakBytes() {
    return peakBytes;
  }

  private void start(Path folder, Path cache) {
    Path picture = folder.resolve("picture.png");
    Path said = folder.resolve("said.txt");
    List<String> command = new ArrayList<>(List.of(script.toString()));
    command.addAll(arguments);
    command.addAll(List.of("-o", picture.toString()));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("NEXUSGEN_CACHE", cache.toString());
    try {
      Files.deleteIfExists(picture);
      Process process = builder.redirectOutput(said.toFile()).start();
      process.getOutputStream().close();
      watch(process);
      if (process.exitValue() != 0 || !Files.exists(picture)) {
        throw new NexusGenException(
            "'%s' ended with exit code %d: %s"
                .formatted(
                    String.join(" ", command),
                    process.exitValue(),
                    Files.readString(said).strip()));
      }
    } catch (IOException e) {
      throw new NexusGenException("cannot run " + script + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NexusGenException("interrupted while " + script + " ran", e);
    }
  }

  /** Waits for the end, looking at the memory meanwhile: a process that is gone says nothing. */
  private void watch(Process process) throws InterruptedException {
    try {
      while (!process.waitFor(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
        long peak = ProcessMemory.read(process.pid()).getOrDefault("peak", 0L);
        peakBytes = Math.max(peakBytes, peak);
      }
    } finally {
      process.destroyForcibly();
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
