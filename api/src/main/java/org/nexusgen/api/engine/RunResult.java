package org.nexusgen.api.engine;

import org.nexusgen.api.tensor.ResidentTensor;
import org.nexusgen.api.tensor.Tensor;
import org.osgi.annotation.versioning.ProviderType;

/** The outputs of one run, still inside the engine until they are asked for. */
@ProviderType
public interface RunResult extends AutoCloseable {
  /** A copy of one output in Java's memory. */
  Tensor tensor(String name);

  /** Takes one output over without a copy: it outlives this result, and the caller closes it. */
  ResidentTensor keep(String name);

  /** Frees every output that was not kept. */
  @Override
  void close();
}
