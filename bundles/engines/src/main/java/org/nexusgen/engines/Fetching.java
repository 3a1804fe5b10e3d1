package org.nexusgen.engines;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.nexusgen.api.artifact.ArtifactResolver;

/** Fetches artifacts, and shows how far one is by the size of the file that grows. */
record Fetching(ArtifactResolver repository, PrintWriter err, boolean terminal) {
  private static final Duration LOOK = Duration.ofMillis(250);

  Path fetch(Recipe.Source source) {
    String coordinates = source.coordinates();
    Optional<Path> place = repository.place(coordinates);
    if (place.filter(Files::isRegularFile).isPresent()) {
      return repository.resolve(coordinates);
    }
    err.println("fetching " + coordinates);
    try (Meter meter = new Meter(err, terminal)) {
      Thread watch =
          Thread.ofPlatform()
              .daemon()
              .name("nexusgen-fetch-meter")
              .unstarted(() -> place.ifPresent(path -> watch(path, source, meter)));
      if (meter.isShown()) {
        watch.start();
      }
      try {
        return repository.resolve(coordinates);
      } finally {
        watch.interrupt();
      }
    }
  }

  private static void watch(Path place, Recipe.Source source, Meter meter) {
    try {
      while (true) {
        meter.show("fetched", fetched(place), source.downloadBytes());
        Thread.sleep(LOOK);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // the fetch has ended
    }
  }

  /** Maven gives the file its name when it is whole; until then another one of that name grows. */
  static long fetched(Path place) {
    Path folder = place.getParent();
    if (folder == null) {
      return 0;
    }
    String name = String.valueOf(place.getFileName());
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(one -> String.valueOf(one.getFileName()).startsWith(name))
          .mapToLong(one -> one.toFile().length())
          .max()
          .orElse(0);
    } catch (IOException | UncheckedIOException e) {
      return 0; // the folder is not there yet
    }
  }
}
