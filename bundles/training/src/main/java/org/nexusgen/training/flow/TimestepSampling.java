package org.nexusgen.training.flow;

import java.util.random.RandomGenerator;

/** Which timesteps are trained how often. */
public sealed interface TimestepSampling permits ShiftedIds, LogitNormal {
  /** The timestep of one picture. */
  Timestep next(RandomGenerator random);

  /** Timesteps of one schedule moved towards noise (Esser et al. 2024, § 5.3.2). */
  static double shifted(double sigma, double shift) {
    return shift * sigma / (1 + (shift - 1) * sigma);
  }
}
