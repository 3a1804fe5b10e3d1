package org.nexusgen.engine.pytorch;

import java.util.Map;
import java.util.Set;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.WeightEntry;
import org.nexusgen.api.weights.WeightStore;

/** Weights that a test makes. */
record MapWeights(Map<String, Tensor> tensors) implements WeightStore {
  @Override
  public Set<String> names() {
    return tensors.keySet();
  }

  @Override
  public WeightEntry entry(String name) {
    return new WeightEntry.InMemory(name, read(name));
  }

  @Override
  public Tensor read(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new BadInputException("no tensor '" + name + "' in the test");
    }
    return tensor;
  }

  @Override
  public String where() {
    return "the test";
  }
}
