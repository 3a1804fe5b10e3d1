package org.nexusgen.weights.folder;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.weights.NexusGenModelLibrary;
import org.nexusgen.weights.SafetensorsTensorFiles;

/** Small model folders for tests. */
final class TestFolder {
  private final Path root;

  TestFolder(Path root) {
    this.root = root;
  }

  /** A file with the given tensors. */
  TestFolder tensors(String file, Map<String, Tensor> tensors) {
    new SafetensorsTensorFiles().write(place(file), tensors, Map.of());
    return this;
  }

  /** A file with tensors of two values under the given names. */
  TestFolder named(String file, String... names) {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (String name : names) {
      tensors.put(name, Tensor.of(new float[] {1, 2}, 2));
    }
    return tensors(file, tensors);
  }

  TestFolder text(String file, String content) {
    try {
      Files.writeString(place(file), content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  ModelFolder open() {
    return new NexusGenModelLibrary().open(root);
  }

  private Path place(String file) {
    try {
      Path path = root.resolve(file);
      Files.createDirectories(path.getParent());
      return path;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
