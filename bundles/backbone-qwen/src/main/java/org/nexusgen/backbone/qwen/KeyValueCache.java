package org.nexusgen.backbone.qwen;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.tensor.Operand;
import org.nexusgen.api.tensor.ResidentTensor;
import org.nexusgen.api.tensor.Tensor;

/** Keys and values of everything that was read, kept inside the engine between two runs. */
final class KeyValueCache implements AutoCloseable {
  private final QwenBackboneConfig config;
  private final int batch;
  private List<ResidentTensor> tensors = List.of(); // keys and values of layer 0, of layer 1, …

  KeyValueCache(QwenBackboneConfig config, int batch) {
    this.config = config;
    this.batch = batch;
  }

  /** The network's inputs for the past. */
  Map<String, Operand> inputs() {
    Map<String, Operand> inputs = new LinkedHashMap<>();
    for (int layer = 0; layer < config.numHiddenLayers(); layer++) {
      inputs.put(QwenNetwork.pastKeys(layer), past(2 * layer));
      inputs.put(QwenNetwork.pastValues(layer), past(2 * layer + 1));
    }
    return inputs;
  }

  private Operand past(int index) {
    return tensors.isEmpty()
        ? Tensor.of(new float[0], batch, config.numKeyValueHeads(), 0, config.headDim())
        : tensors.get(index);
  }

  /** Puts the present that a run computed in the place of the past that it was given. */
  void advance(RunResult result) {
    List<ResidentTensor> present = new ArrayList<>();
    try {
      for (int layer = 0; layer < config.numHiddenLayers(); layer++) {
        present.add(result.keep(QwenNetwork.presentKeys(layer)));
        present.add(result.keep(QwenNetwork.presentValues(layer)));
      }
    } catch (RuntimeException e) {
      present.forEach(ResidentTensor::close);
      throw e;
    }
    close();
    tensors = present;
  }

  @Override
  public void close() {
    tensors.forEach(ResidentTensor::close);
    tensors = List.of();
  }
}
