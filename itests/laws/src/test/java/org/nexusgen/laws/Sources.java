package org.nexusgen.laws;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The sources of the repository. */
final class Sources {
  /** Folder of the reactor, found upwards from the working folder. */
  static final Path ROOT = root();

  private Sources() {}

  /** All Java files that people write, below {@code src/main} or {@code src/test}. */
  static List<Path> java(String kind) {
    String folder = "src/" + kind + "/java";
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(f -> f.toString().endsWith(".java"))
          .filter(f -> ROOT.relativize(f).toString().replace('\\', '/').contains(folder))
          .filter(f -> !ROOT.relativize(f).toString().contains("target"))
          .filter(f -> !ROOT.relativize(f).startsWith("samples")) // outsiders have own laws
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path root() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.exists(folder.resolve("itests/laws/pom.xml"))) {
      folder = folder.getParent();
      if (folder == null) {
        throw new IllegalStateException("run the laws inside of the repository");
      }
    }
    return folder;
  }
}
