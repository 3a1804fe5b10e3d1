package org.nexusgen.golden;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the reference's outputs lie: {@code itests/golden/data}, with a README on how they were
 * made and the tolerances to use. For tests only.
 */
public final class Golden {
  private static final String FOLDER = "itests/golden/data";

  private Golden() {}

  /** A file or folder of the golden data, such as {@code ar/vit/vit.safetensors}. */
  public static Path path(String relative) {
    Path found = repository().resolve(FOLDER).resolve(relative);
    if (!Files.exists(found)) {
      throw new IllegalStateException("no golden data at " + found);
    }
    return found;
  }

  /**
   * A small model that was learned elsewhere, in {@code expected} what the reference made of it:
   * its wrong answers, too. What ships may be another model, this one stays.
   */
  public static Path starter() {
    return path("starter");
  }

  /** The small model that the distribution ships; of its answers nothing is known. */
  public static Path shippedModel() {
    return repository().resolve("distribution/models/mini");
  }

  /** The root of the repository: the nearest folder upwards that holds the golden data. */
  public static Path repository() {
    Path folder = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(folder.resolve(FOLDER))) {
      Path parent = folder.getParent();
      if (parent == null) {
        throw new IllegalStateException("tests must run inside the repository");
      }
      folder = parent;
    }
    return folder;
  }
}
