package org.nexusgen.sampler.flowmatch;

import org.nexusgen.api.sampling.Denoiser;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.sampling.SamplingPlan;
import org.nexusgen.api.sampling.Schedule;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Heun's method: an Euler step, then the same step again with the mean of the slopes at both ends;
 * 2n - 1 evaluations, as the last interval is first order (diffusers {@code
 * FlowMatchHeunDiscreteScheduler}). Levels are the training range's, shifted twice as there: once
 * when it is made and once over the chosen ones. A strength below 1 leaves out the first steps.
 */
@Component(property = "name=" + HeunSampler.NAME)
public final class HeunSampler implements DiffusionSampler {
  static final String NAME = "heun";

  @Activate
  public HeunSampler() {}

  @Override
  public String name() {
    return NAME;
  }

  /** Every level but the first and the last stands twice: once reached, once left. */
  @Override
  public Schedule schedule(SamplingPlan plan) {
    double[] trainingEnds =
        SigmaTables.shifted(new double[] {1, 1.0 / SigmaTables.TRAINING_STEPS}, plan.shift());
    double[] even = SigmaTables.linspace(trainingEnds[0], trainingEnds[1], plan.steps());
    double[] levels = SigmaTables.cut(SigmaTables.shifted(even, plan.shift()), plan);
    double[] calls = new double[2 * levels.length - 1];
    for (int i = 0; i < calls.length; i++) {
      calls[i] = levels[(i + 1) / 2];
    }
    return new Schedule(SigmaTables.endingAtZero(calls), SigmaTables.timesteps(calls));
  }

  @Override
  public float[] sample(
      Denoiser denoiser, float[] start, SamplingPlan plan, StepListener listener) {
    Schedule schedule = schedule(plan);
    float[] sigmas = schedule.sigmas();
    int calls = schedule.timesteps().length;
    float[] x = start;
    for (int i = 0; i < calls; i += 2) {
      float[] from = x;
      float dt = sigmas[i + 1] - sigmas[i];
      float[] slope = denoiser.velocity(from, schedule.timesteps()[i]);
      x = FlowEuler.step(from, slope, dt);
      listener.updated(i + 1, calls, x);
      if (i + 1 < calls) {
        float[] slopeThere = denoiser.velocity(x, schedule.timesteps()[i + 1]);
        x = FlowEuler.step(from, mean(slope, slopeThere), dt);
        listener.updated(i + 2, calls, x);
      }
    }
    return x;
  }

  private static float[] mean(float[] a, float[] b) {
    float[] mean = new float[a.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = 0.5f * (a[i] + b[i]);
    }
    return mean;
  }
}
