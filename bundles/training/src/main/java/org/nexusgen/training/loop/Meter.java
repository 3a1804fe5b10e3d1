package org.nexusgen.training.loop;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.nexusgen.api.tensor.Tensor;

/** Means of the losses since the last line of metrics; all of them and those of each label. */
final class Meter {
  private static final String COUNT = "#";

  private final Map<String, Double> sums = new TreeMap<>();

  /** Takes what one pass over the graph gave. */
  void add(String label, Map<String, Tensor> outputs) {
    outputs.forEach(
        (name, tensor) -> {
          if (tensor.shape().elements() == 1) {
            double value = tensor.floats()[0];
            add(name, value);
            if (!label.isEmpty()) {
              add(label + "." + name, value);
            }
          }
        });
  }

  void add(String name, double value) {
    sums.merge(name, value, Double::sum);
    sums.merge(COUNT + name, 1.0, Double::sum);
  }

  /** The means by name. */
  Map<String, Double> means() {
    Map<String, Double> means = new LinkedHashMap<>();
    sums.forEach(
        (name, sum) -> {
          if (!name.startsWith(COUNT)) {
            means.put(name, sum / sums.getOrDefault(COUNT + name, 1.0));
          }
        });
    return means;
  }

  void reset() {
    sums.clear();
  }

  /** Its memory as JSON values, for checkpoints between two lines. */
  Map<String, Object> memory() {
    return new LinkedHashMap<>(sums);
  }

  /** Takes up a memory. */
  void restore(Map<?, ?> memory) {
    sums.clear();
    memory.forEach(
        (name, value) -> {
          if (value instanceof Number number) {
            sums.put(String.valueOf(name), number.doubleValue());
          }
        });
  }
}
