package org.nexusgen.sampler.flowmatch;

import org.nexusgen.api.sampling.SamplingPlan;
import org.nexusgen.api.sampling.Schedule;

/**
 * The reference's schedule (DiffSynth-Studio {@code FlowMatchScheduler}), rounded as there: levels
 * from {@code sigma_min + (1 - sigma_min) * strength} to {@code sigma_min}, shifted by a constant
 * whatever the resolution. A smaller strength starts lower and keeps the number of steps.
 */
final class ReferenceSchedule {
  /** sigma_min of FLUX pipelines in DiffSynth-Studio. */
  private static final double SIGMA_MIN = 0.003 / 1.002;

  private ReferenceSchedule() {}

  static Schedule of(SamplingPlan plan) {
    int steps = plan.steps();
    double start = SIGMA_MIN + (1 - SIGMA_MIN) * plan.strength();
    float[] sigmas = linspace((float) start, (float) SIGMA_MIN, steps);
    float[] timesteps = new float[steps];
    float shift = (float) plan.shift();
    float shiftLessOne = (float) (plan.shift() - 1);
    for (int i = 0; i < steps; i++) {
      sigmas[i] = shift * sigmas[i] / (1f + shiftLessOne * sigmas[i]);
      timesteps[i] = sigmas[i] * SigmaTables.TRAINING_STEPS;
    }
    return new Schedule(sigmas, timesteps);
  }

  /** torch.linspace in float32 with one more place, 0, at the end. */
  private static float[] linspace(float from, float to, int steps) {
    float[] values = new float[steps + 1];
    float step = (to - from) / (steps - 1); // not used when it is a division by zero
    for (int i = 0; i < steps; i++) {
      // From both ends to the middle, fused: ATen's RangeFactoriesKernel as compiled for AVX2.
      values[i] =
          steps == 1
              ? from
              : i < steps / 2 ? Math.fma(step, i, from) : Math.fma(-step, steps - 1 - i, to);
    }
    return values;
  }
}
