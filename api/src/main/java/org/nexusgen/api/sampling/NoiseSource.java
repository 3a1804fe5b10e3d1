package org.nexusgen.api.sampling;

import org.osgi.annotation.versioning.ConsumerType;

/** Normal noise from a seed. A service. */
@ConsumerType
public interface NoiseSource {
  /** {@code torch-cpu}: equal to PyTorch's CPU generator bit for bit. */
  String name();

  /** The first {@code count} standard normal float32 values of a fresh generator. */
  float[] normal(long seed, int count);
}
