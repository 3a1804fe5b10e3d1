package org.nexusgen.distribution.part;

import org.nexusgen.api.sampling.Denoiser;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.sampling.SamplingPlan;
import org.nexusgen.api.sampling.Schedule;

/** Euler's method on levels that fall with the square: short steps at the end. */
public final class SquareSampler implements DiffusionSampler {
  private static final float TIMESTEPS = 1000;

  @Override
  public String name() {
    return "square";
  }

  @Override
  public Schedule schedule(SamplingPlan plan) {
    int steps = plan.steps();
    float[] sigmas = new float[steps + 1];
    float[] timesteps = new float[steps];
    for (int i = 0; i < steps; i++) {
      double left = (double) (steps - i) / steps;
      sigmas[i] = (float) (plan.strength() * left * left);
      timesteps[i] = TIMESTEPS * sigmas[i];
    }
    return new Schedule(sigmas, timesteps);
  }

  @Override
  public float[] sample(
      Denoiser denoiser, float[] start, SamplingPlan plan, StepListener listener) {
    Schedule schedule = schedule(plan);
    float[] latents = start.clone();
    for (int i = 0; i < plan.steps(); i++) {
      float[] velocity = denoiser.velocity(latents, schedule.timesteps()[i]);
      float step = schedule.sigmas()[i + 1] - schedule.sigmas()[i];
      latents = latents.clone();
      for (int j = 0; j < latents.length; j++) {
        latents[j] += step * velocity[j];
      }
      listener.updated(i + 1, plan.steps(), latents);
    }
    return latents;
  }
}
