package org.nexusgen.weights.store;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.nexusgen.api.BadInputException;

/**
 * Named tensors with the names of their file.
 *
 * @param where the files, for messages
 * @param tensors in file order
 */
public record Checkpoint(String where, Map<String, TensorSource> tensors) {

  /** The same tensors under other names. */
  public Checkpoint rename(UnaryOperator<String> naming) {
    Map<String, TensorSource> renamed = new LinkedHashMap<>();
    tensors.forEach(
        (name, source) -> {
          String other = naming.apply(name);
          if (renamed.put(other, source) != null) {
            throw new BadInputException(
                "%s holds two tensors for %s, one of them as %s; the file mixes key layouts"
                    .formatted(where, Shown.quoted(other), Shown.quoted(name)));
          }
        });
    return new Checkpoint(where, renamed);
  }

  public boolean has(String name) {
    return tensors.containsKey(name);
  }

  public boolean hasPrefix(String prefix) {
    return tensors.keySet().stream().anyMatch(name -> name.startsWith(prefix));
  }
}
