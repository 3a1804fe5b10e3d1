package org.nexusgen.api.weights;

import java.util.Map;
import java.util.Set;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.tensor.Tensor;
import org.osgi.annotation.versioning.ProviderType;

/** Named tensors, read when they are asked for. Thread-safe. */
@ProviderType
public interface WeightStore {
  /**
   * Tensors in memory, in the map's order.
   *
   * @param where they come from, for messages
   */
  static WeightStore of(Map<String, Tensor> tensors, String where) {
    return new MemoryStore(tensors, where);
  }

  /** All names, in file order. */
  Set<String> names();

  default boolean has(String name) {
    return names().contains(name);
  }

  /**
   * @throws BadInputException if there is no such tensor; the message says where it was looked for
   *     and which names come close
   */
  WeightEntry entry(String name);

  /**
   * The values, in the stored type.
   *
   * @throws BadInputException if there is no such tensor, or its bytes cannot be read
   */
  Tensor read(String name);

  /** The files behind it, for messages. */
  String where();

  /**
   * A shape of the checkpoint, from which parts read their dims.
   *
   * @throws BadInputException if there is no such tensor
   */
  default long dim(String name, int axis) {
    return entry(name).shape().dim(axis);
  }

  /** How many indices i = 0, 1, … exist in names such as {@code prefix + i + "."}. */
  default int count(String prefix) {
    int count = 0;
    while (hasPrefix(prefix + count + ".")) {
      count++;
    }
    return count;
  }

  private boolean hasPrefix(String prefix) {
    return names().stream().anyMatch(name -> name.startsWith(prefix));
  }
}
