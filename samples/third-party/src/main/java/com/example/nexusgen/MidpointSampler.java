package com.example.nexusgen;

import org.nexusgen.api.sampling.Denoiser;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.sampling.SamplingPlan;
import org.nexusgen.api.sampling.Schedule;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The midpoint method, of second order: half a step with the slope here, then the whole step with
 * the slope found there (Hairer, Norsett, Wanner, Solving Ordinary Differential Equations I, §
 * II.1).
 */
@Component(property = "name=" + MidpointSampler.NAME)
public final class MidpointSampler implements DiffusionSampler {
  static final String NAME = "midpoint";

  private static final float TIMESTEPS = 1000;

  @Activate
  public MidpointSampler() {}

  @Override
  public String name() {
    return NAME;
  }

  /** Each step is two evaluations: at its level, and half way to the next one. */
  @Override
  public Schedule schedule(SamplingPlan plan) {
    int steps = plan.steps();
    float[] sigmas = new float[2 * steps + 1];
    for (int i = 0; i < steps; i++) {
      sigmas[2 * i] = level(plan, i);
    }
    for (int i = 0; i < steps; i++) {
      sigmas[2 * i + 1] = 0.5f * (sigmas[2 * i] + sigmas[2 * i + 2]);
    }
    float[] timesteps = new float[2 * steps];
    for (int i = 0; i < timesteps.length; i++) {
      timesteps[i] = TIMESTEPS * sigmas[i];
    }
    return new Schedule(sigmas, timesteps);
  }

  /** Even steps from the plan's strength to 0, shifted towards noise as FLUX was trained. */
  private static float level(SamplingPlan plan, int step) {
    double even = plan.strength() * (plan.steps() - step) / plan.steps();
    return (float) (plan.shift() * even / (1 + (plan.shift() - 1) * even));
  }

  @Override
  public float[] sample(
      Denoiser denoiser, float[] start, SamplingPlan plan, StepListener listener) {
    Schedule schedule = schedule(plan);
    float[] sigmas = schedule.sigmas();
    float[] times = schedule.timesteps();
    float[] x = start;
    for (int i = 0; i < times.length; i += 2) {
      float[] half = moved(x, denoiser.velocity(x, times[i]), sigmas[i + 1] - sigmas[i]);
      listener.updated(i + 1, times.length, half);
      x = moved(x, denoiser.velocity(half, times[i + 1]), sigmas[i + 2] - sigmas[i]);
      listener.updated(i + 2, times.length, x);
    }
    return x;
  }

  private static float[] moved(float[] x, float[] velocity, float distance) {
    float[] moved = new float[x.length];
    for (int i = 0; i < moved.length; i++) {
      moved[i] = x[i] + distance * velocity[i];
    }
    return moved;
  }
}
