package org.nexusgen.weights.folder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The models that an installation brings: the folders in its {@code models}, opened by their names.
 *
 * @param home folder of the installation; null where there is none
 */
public record ShippedModels(@Nullable String home) {
  /** Of the installation that this process runs in. */
  public static ShippedModels ofProcess() {
    return new ShippedModels(System.getProperty("nexusgen.home"));
  }

  /** Its folder; a path is no name. */
  public Optional<Path> named(String text) {
    return folders().stream()
        .filter(folder -> String.valueOf(folder.getFileName()).equals(text))
        .findFirst();
  }

  public List<String> names() {
    return folders().stream().map(folder -> String.valueOf(folder.getFileName())).toList();
  }

  private List<Path> folders() {
    if (home == null) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(Path.of(home, "models"))) {
      return children.filter(Files::isDirectory).sorted().toList();
    } catch (IOException e) {
      return List.of(); // an installation may be without models
    }
  }
}
