package org.nexusgen.engine.onnxruntime;

import java.nio.file.Path;
import java.util.Collection;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.config.CacheFolder;

/**
 * The nearest folder above all files of a session. ONNX Runtime refuses paths that are absolute or
 * lead out of its folder, so links are resolved first and the folder is chosen to hold everything.
 */
final class CommonFolder {
  private CommonFolder() {}

  static Path of(Collection<WeightPlace> places) {
    return places.stream()
        .filter(WeightPlace.InFile.class::isInstance)
        .map(place -> parent(((WeightPlace.InFile) place).file()))
        .reduce(CommonFolder::common)
        .orElseGet(() -> Path.of("").toAbsolutePath());
  }

  private static Path common(Path a, Path b) {
    Path folder = a;
    while (!b.startsWith(folder)) {
      folder = parent(folder);
    }
    return folder;
  }

  private static Path parent(Path path) {
    Path parent = path.getParent();
    if (parent == null) {
      throw new NexusGenException(
          "weights and cache lie on different drives: set "
              + CacheFolder.VARIABLE
              + " to a folder on the model's drive");
    }
    return parent;
  }
}
