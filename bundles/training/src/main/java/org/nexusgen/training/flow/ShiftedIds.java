package org.nexusgen.training.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The reference's choice (DiffSynth's {@code FlowMatchScheduler} in training): a table of 1000
 * shifted timesteps, each as likely as another, weighted by a bell around the middle of the noise
 * whose lowest value is 0 and whose mean is 1.
 */
public final class ShiftedIds implements TimestepSampling {
  /** FLUX's, in DiffSynth. */
  public static final double REFERENCE_SHIFT = 3;

  private static final int COUNT = 1000;
  private static final double SMALLEST_SIGMA = 0.003 / 1.002;
  private static final double MIDDLE = 500;

  private final List<Timestep> table;

  /**
   * @param shift of the schedule that pictures will be painted with
   */
  public ShiftedIds(double shift) {
    double[] sigmas = new double[COUNT];
    double[] bell = new double[COUNT];
    double lowest = Double.POSITIVE_INFINITY;
    double sum = 0;
    for (int id = 0; id < COUNT; id++) {
      double unshifted = 1 + (SMALLEST_SIGMA - 1) * id / (COUNT - 1);
      sigmas[id] = TimestepSampling.shifted(unshifted, shift);
      double distance = (COUNT * sigmas[id] - MIDDLE) / COUNT;
      bell[id] = Math.exp(-2 * distance * distance);
      lowest = Math.min(lowest, bell[id]);
      sum += bell[id];
    }
    double mean = sum / COUNT - lowest;
    table = new ArrayList<>(COUNT);
    for (int id = 0; id < COUNT; id++) {
      table.add(Timestep.of(sigmas[id], (bell[id] - lowest) / mean));
    }
  }

  /** How many there are. */
  public static int count() {
    return COUNT;
  }

  /** One of them; 0 is pure noise. */
  public Timestep of(int id) {
    return table.get(id);
  }

  @Override
  public Timestep next(RandomGenerator random) {
    return of(random.nextInt(COUNT));
  }
}
