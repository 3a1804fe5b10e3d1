package org.nexusgen.training.loop;

import org.nexusgen.api.NexusGenException;

/** A training was asked to stop, and did so behind a checkpoint. */
public final class StoppedException extends NexusGenException {
  private static final long serialVersionUID = 1L;

  public StoppedException(String message) {
    super(message);
  }
}
