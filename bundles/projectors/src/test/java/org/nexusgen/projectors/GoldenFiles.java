package org.nexusgen.projectors;

import java.nio.file.Path;
import java.util.Map;
import java.util.ServiceLoader;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelLibrary;
import org.nexusgen.api.weights.TensorFiles;
import org.nexusgen.golden.Golden;

/** Golden tensors and models. */
final class GoldenFiles {
  private GoldenFiles() {}

  static Map<String, Tensor> read(String file) {
    TensorFiles files = ServiceLoader.load(TensorFiles.class).findFirst().orElseThrow();
    return files.read(Golden.path(file));
  }

  static Tensor get(Map<String, Tensor> tensors, String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalStateException("no golden tensor '" + name + "'");
    }
    return tensor;
  }

  /** An embedding of the file, as a picture of that many rows of tokens. */
  static ImageEmbedding embedding(Map<String, Tensor> tensors, String name, int rows) {
    Tensor values = get(tensors, name);
    int width = values.shape().size(-1);
    int tokens = Math.toIntExact(values.shape().elements() / width);
    return new ImageEmbedding(values.reshape(tokens, width), rows, tokens / rows);
  }

  static ModelFolder decoderModel() {
    return model(Golden.path("decoder/checkpoint"));
  }

  static ModelFolder model(Path folder) {
    return ServiceLoader.load(ModelLibrary.class).findFirst().orElseThrow().open(folder);
  }
}
