package org.nexusgen.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.nexusgen.api.NexusGenException;
import org.slf4j.LoggerFactory;

/**
 * The framework's working folder for one process. Bundles are referenced where they lie, so it
 * holds a few small files only and is deleted at the end.
 */
record Storage(Path folder) implements AutoCloseable {
  static Storage temporary() {
    try {
      return new Storage(Files.createTempDirectory("nexusgen-"));
    } catch (IOException e) {
      throw new NexusGenException(
          ("cannot make a working folder in %s: %s; make room there, or choose another by"
                  + " NEXUSGEN_JAVA_OPTS=-Djava.io.tmpdir=FOLDER")
              .formatted(System.getProperty("java.io.tmpdir"), e),
          e);
    }
  }

  /** Deletes what can be deleted: a bundle that hangs may still write there. */
  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      LoggerFactory.getLogger(Storage.class).debug("left behind: {}", folder, e);
    }
  }
}
