package org.nexusgen.training.loop;

import java.util.List;
import java.util.Map;
import org.nexusgen.api.tensor.Tensor;

/**
 * What one pass over the graph reads.
 *
 * @param inputs of the graph, by name
 * @param label under which its losses are also kept apart, such as a task; empty for none
 * @param samples which are in it, for messages
 */
public record LearningBatch(Map<String, Tensor> inputs, String label, List<String> samples) {
  public LearningBatch {
    samples = List.copyOf(samples);
  }
}
