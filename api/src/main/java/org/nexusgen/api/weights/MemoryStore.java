package org.nexusgen.api.weights;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.config.NearestWord;
import org.nexusgen.api.tensor.Tensor;

/** Tensors that are in memory. */
record MemoryStore(Map<String, Tensor> tensors, String where) implements WeightStore {
  MemoryStore {
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
  }

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
      throw new BadInputException(
          "%s has no tensor '%s'%s".formatted(where, name, NearestWord.hint(name, names())));
    }
    return tensor;
  }
}
