package org.nexusgen.api.sampling;

import org.osgi.annotation.versioning.ConsumerType;

/** Moves latents from noise to data along a denoiser's velocity field. A service, stateless. */
@ConsumerType
public interface DiffusionSampler {
  /** The name by which requests choose, such as {@code euler}. */
  String name();

  /** Noise levels and timesteps for a plan. */
  Schedule schedule(SamplingPlan plan);

  /**
   * Runs all steps of the plan.
   *
   * @param start latents at the schedule's first sigma, flat; not changed
   * @param listener hears of each evaluation's latents; may throw to end the run
   * @return latents at sigma 0
   */
  float[] sample(Denoiser denoiser, float[] start, SamplingPlan plan, StepListener listener);

  /** How often {@link #sample} asks the denoiser. */
  default int evaluations(SamplingPlan plan) {
    return schedule(plan).timesteps().length;
  }

  /** Hears of each call's result. */
  @FunctionalInterface
  @ConsumerType
  interface StepListener {
    /**
     * An update of the latents is done.
     *
     * @param done updates so far, from 1
     * @param total updates in all
     * @param latents after this update; not to be changed
     */
    void updated(int done, int total, float[] latents);
  }
}
