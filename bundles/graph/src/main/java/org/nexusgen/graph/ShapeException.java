package org.nexusgen.graph;

import org.nexusgen.api.BadInputException;

/**
 * A network does not fit together: an operator got shapes or types that it cannot join. Dims come
 * from checkpoints, so the usual cause is a checkpoint whose tensors contradict each other.
 */
public final class ShapeException extends BadInputException {
  private static final long serialVersionUID = 1L;

  public ShapeException(String message) {
    super(message);
  }
}
