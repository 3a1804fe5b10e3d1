package org.nexusgen.api.train;

import java.util.Map;
import org.nexusgen.api.tensor.Tensor;

/**
 * A training session's memory.
 *
 * @param updates how often the weights were moved
 * @param tensors of the weights that are not frozen: {@code weights.NAME}, {@code
 *     first_moments.NAME}, {@code second_moments.NAME} and, where an average is kept, {@code
 *     averages.NAME}
 */
public record TrainingState(long updates, Map<String, Tensor> tensors) {
  public TrainingState {
    tensors = Map.copyOf(tensors);
  }
}
