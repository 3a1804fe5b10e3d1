package org.nexusgen.distribution.part;

import org.nexusgen.api.sampling.NoiseSource;

/** Noise without any. */
public final class NeedyNoise implements NoiseSource {
  @Override
  public String name() {
    return "needy";
  }

  @Override
  public float[] normal(long seed, int count) {
    return new float[count];
  }
}
