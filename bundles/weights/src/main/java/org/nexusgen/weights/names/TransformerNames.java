package org.nexusgen.weights.names;

import org.nexusgen.weights.store.Checkpoint;

/** FLUX's transformer: DiffSynth's names. */
final class TransformerNames {
  private TransformerNames() {}

  static Checkpoint canonical(Checkpoint named) {
    return named;
  }
}
