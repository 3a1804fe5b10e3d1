package org.nexusgen.sampler.flowmatch;

import org.nexusgen.api.sampling.Denoiser;
import org.nexusgen.api.sampling.DiffusionSampler.StepListener;
import org.nexusgen.api.sampling.Schedule;

/** Euler's method along the velocity: {@code x += (sigma_next - sigma) * v}. */
final class FlowEuler {
  private FlowEuler() {}

  static float[] sample(
      Denoiser denoiser, float[] start, Schedule schedule, StepListener listener) {
    float[] sigmas = schedule.sigmas();
    int steps = schedule.timesteps().length;
    float[] x = start;
    for (int i = 0; i < steps; i++) {
      float[] v = denoiser.velocity(x, schedule.timesteps()[i]);
      x = step(x, v, sigmas[i + 1] - sigmas[i]);
      listener.updated(i + 1, steps, x);
    }
    return x;
  }

  /** One step of length {@code dt}: negative towards the data. */
  static float[] step(float[] x, float[] v, float dt) {
    float[] next = new float[x.length];
    for (int i = 0; i < next.length; i++) {
      next[i] = x[i] + v[i] * dt;
    }
    return next;
  }
}
