package org.nexusgen.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The framework's working folder for one process. Bundles are referenced where they lie, so it
 * holds a few small files only and is deleted at the end.
 */
record Storage(Path folder) implements AutoCloseable {
  static Storage temporary() throws IOException {
    return new Storage(Files.createTempDirectory("nexusgen-"));
  }

  @Override
  public void close() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
