package org.nexusgen.api.tensor;

import org.osgi.annotation.versioning.ProviderType;

/**
 * A tensor that an engine keeps in its own memory, as a key-value cache does between two steps.
 * Whoever holds it closes it; it is valid only in sessions of the engine that made it.
 */
@ProviderType
public non-sealed interface ResidentTensor extends Operand, AutoCloseable {
  /** A copy in Java's memory. */
  Tensor toHost();

  @Override
  void close();
}
