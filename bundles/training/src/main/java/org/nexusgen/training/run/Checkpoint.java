package org.nexusgen.training.run;

import java.util.Map;
import org.nexusgen.api.tensor.Tensor;

/**
 * A training's memory after a step.
 *
 * @param step updates that were made
 * @param tensors of the session
 * @param progress what else an exact continuation needs: JSON values
 */
public record Checkpoint(long step, Map<String, Tensor> tensors, Map<String, Object> progress) {
  public Checkpoint {
    tensors = Map.copyOf(tensors);
    progress = Map.copyOf(progress);
  }
}
