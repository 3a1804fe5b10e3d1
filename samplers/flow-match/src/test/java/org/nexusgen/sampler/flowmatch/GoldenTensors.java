package org.nexusgen.sampler.flowmatch;

import java.util.Map;
import java.util.ServiceLoader;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.TensorFiles;
import org.nexusgen.golden.Golden;

/** Files of the golden decoder data, read whole. */
final class GoldenTensors {
  private GoldenTensors() {}

  static Map<String, Tensor> read(String file) {
    TensorFiles files = ServiceLoader.load(TensorFiles.class).findFirst().orElseThrow();
    return files.read(Golden.path("decoder/" + file));
  }

  static Tensor get(Map<String, Tensor> tensors, String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new IllegalStateException("no golden tensor '" + name + "'");
    }
    return tensor;
  }
}
