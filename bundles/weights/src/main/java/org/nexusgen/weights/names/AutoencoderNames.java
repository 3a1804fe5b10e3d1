package org.nexusgen.weights.names;

import org.nexusgen.weights.store.Checkpoint;

/** The autoencoder: Black Forest Labs' names. */
public final class AutoencoderNames {
  private AutoencoderNames() {}

  public static Checkpoint canonical(Checkpoint raw) {
    return raw;
  }
}
