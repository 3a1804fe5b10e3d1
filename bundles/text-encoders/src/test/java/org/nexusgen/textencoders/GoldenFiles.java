package org.nexusgen.textencoders;

import java.util.Arrays;
import java.util.Map;
import java.util.ServiceLoader;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelLibrary;
import org.nexusgen.api.weights.TensorFiles;
import org.nexusgen.golden.Golden;

/** Golden tensors, ids and models. */
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

  /** The ids between {@code from} and the first {@code end}. */
  static int[] text(Tensor ids, int from, int end) {
    int[] all = ids.ints();
    int to = from;
    while (all[to] != end) {
      to++;
    }
    return Arrays.copyOfRange(all, from, to);
  }

  static ModelFolder decoderModel() {
    return ServiceLoader.load(ModelLibrary.class)
        .findFirst()
        .orElseThrow()
        .open(Golden.path("decoder/checkpoint"));
  }
}
