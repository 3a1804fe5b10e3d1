package org.nexusgen.models.packing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.nexusgen.api.weights.ModelFolder;

/** Which files a model consists of, by their paths in its folder. */
final class ModelFiles {
  private static final String FLUX = "FLUX/FLUX.1-dev";

  /** Files of which one is in every FLUX folder that a model uses. */
  private static final List<String> OF_FLUX =
      List.of("ae.safetensors", "vae/config.json", "text_encoder/config.json");

  private ModelFiles() {}

  /**
   * All but hidden ones. Links are followed: a folder may consist of links into a cache.
   *
   * @throws IOException if a folder cannot be read, or contains itself
   */
  static SortedMap<String, Path> of(ModelFolder model) throws IOException {
    SortedMap<String, Path> files = new TreeMap<>();
    add(model.root(), "", files);
    Optional<Path> flux = fluxBeside(model);
    if (flux.isPresent()) {
      add(flux.get(), FLUX + "/", files);
    }
    return files;
  }

  /** The FLUX folder that the model uses, if it lies beside the model's. */
  private static Optional<Path> fluxBeside(ModelFolder model) {
    for (String name : OF_FLUX) {
      Optional<Path> file = model.file(name);
      if (file.isPresent() && !file.get().startsWith(model.root())) {
        Path folder = file.get();
        for (int up = 0; up < Path.of(name).getNameCount(); up++) {
          folder = folder.resolve("..").normalize();
        }
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }

  private static void add(Path root, String prefix, SortedMap<String, Path> files)
      throws IOException {
    try (Stream<Path> all = Files.walk(root, FileVisitOption.FOLLOW_LINKS)) {
      all.filter(Files::isRegularFile)
          .filter(file -> !isHidden(root.relativize(file)))
          .forEach(file -> files.put(prefix + slashed(root.relativize(file)), file));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static boolean isHidden(Path path) {
    for (Path part : path) {
      if (part.toString().startsWith(".")) {
        return true;
      }
    }
    return false;
  }

  private static String slashed(Path path) {
    return path.toString().replace(path.getFileSystem().getSeparator(), "/");
  }
}
