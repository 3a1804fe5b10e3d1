package org.nexusgen.sampler.flowmatch;

import java.util.Arrays;
import org.nexusgen.api.sampling.SamplingPlan;

/**
 * How schedules are made: evenly spaced levels, shifted towards noise, perhaps cut for an image.
 */
final class SigmaTables {
  /** Steps of the training schedule; a timestep is a noise level times this. */
  static final int TRAINING_STEPS = 1000;

  // FLUX's dynamic shift is linear in the number of image tokens: mu = 0.5 at 256 tokens (256 px),
  // 1.15 at 4096 (1024 px).
  private static final int BASE_TOKENS = 256;
  private static final int MAX_TOKENS = 4096;
  private static final double BASE_MU = 0.5;
  private static final double MAX_MU = 1.15;

  private SigmaTables() {}

  /** {@code count} evenly spaced numbers, both ends included (numpy.linspace). */
  static double[] linspace(double from, double to, int count) {
    double[] values = new double[count];
    double step = count == 1 ? 0 : (to - from) / (count - 1);
    for (int i = 0; i < count; i++) {
      values[i] = i == count - 1 && count > 1 ? to : from + i * step;
    }
    return values;
  }

  /** Constant time shift: SD3 (arXiv 2403.03206), equation 23. */
  static double[] shifted(double[] sigmas, double shift) {
    return Arrays.stream(sigmas).map(s -> shift * s / (1 + (shift - 1) * s)).toArray();
  }

  /** FLUX's mu for a number of image tokens. */
  static double mu(int imageTokens) {
    double slope = (MAX_MU - BASE_MU) / (MAX_TOKENS - BASE_TOKENS);
    return slope * imageTokens + (BASE_MU - slope * BASE_TOKENS);
  }

  /** Exponential time shift: FLUX's {@code time_shift}, with exponent 1. */
  static double[] shiftedExponentially(double[] sigmas, double mu) {
    double e = Math.exp(mu);
    return Arrays.stream(sigmas).map(s -> e / (e + (1 / s - 1))).toArray();
  }

  /**
   * Leaves out the noisiest steps, so that about {@code strength} of them remain, at least one: how
   * image-to-image pipelines start in the middle of a schedule.
   */
  static double[] cut(double[] sigmas, SamplingPlan plan) {
    int steps = sigmas.length;
    int leftOut = (int) Math.max(steps - Math.min(steps * plan.strength(), steps), 0);
    return Arrays.copyOfRange(sigmas, Math.min(leftOut, steps - 1), steps);
  }

  /** Float32 levels with 0, the data, behind them. */
  static float[] endingAtZero(double[] sigmas) {
    float[] values = new float[sigmas.length + 1];
    for (int i = 0; i < sigmas.length; i++) {
      values[i] = (float) sigmas[i];
    }
    return values;
  }

  /** Timesteps of levels: sigma times 1000. */
  static float[] timesteps(double[] sigmas) {
    float[] values = new float[sigmas.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (sigmas[i] * TRAINING_STEPS);
    }
    return values;
  }

  /** Timesteps without their fraction: what multistep solvers hand out. */
  static float[] wholeTimesteps(double[] sigmas) {
    float[] values = timesteps(sigmas);
    for (int i = 0; i < values.length; i++) {
      values[i] = (int) (sigmas[i] * TRAINING_STEPS);
    }
    return values;
  }
}
