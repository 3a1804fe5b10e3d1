package org.nexusgen.engine.onnxruntime;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.WeightEntry;
import org.nexusgen.api.weights.WeightStore;

/** Weights of a test, in memory or wherever their entries say. */
record MemoryWeights(Map<String, WeightEntry> entries) implements WeightStore {
  static MemoryWeights of(Map<String, Tensor> tensors) {
    Map<String, WeightEntry> entries = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> entries.put(name, new WeightEntry.InMemory(name, tensor)));
    return new MemoryWeights(entries);
  }

  @Override
  public Set<String> names() {
    return entries.keySet();
  }

  @Override
  public WeightEntry entry(String name) {
    WeightEntry entry = entries.get(name);
    if (entry == null) {
      throw new BadInputException("no tensor '" + name + "' in " + where());
    }
    return entry;
  }

  @Override
  public Tensor read(String name) {
    if (entry(name) instanceof WeightEntry.InMemory memory) {
      return memory.tensor();
    }
    throw new IllegalStateException("tensor '" + name + "' is in a file");
  }

  @Override
  public String where() {
    return "the test's weights";
  }
}
