package org.nexusgen.sampler.flowmatch;

import java.util.Arrays;
import org.nexusgen.api.sampling.Denoiser;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.sampling.SamplingPlan;
import org.nexusgen.api.sampling.Schedule;

/**
 * UniPC (arXiv 2302.04867) with B(h) = exp(h) - 1 ("bh2") on data predictions and flow levels:
 * every evaluation first corrects the step that led to it and then predicts the next. Numbers are
 * those of diffusers' {@code UniPCMultistepScheduler} with {@code use_flow_sigmas}; the last steps
 * lose order one by one. A strength below 1 leaves out the first steps.
 */
abstract class UniPc implements DiffusionSampler {
  /** Takes the first level off 1, where the logarithm of the signal does not exist. */
  private static final double EPSILON = 1e-6;

  private final String name;
  private final int order;

  UniPc(String name, int order) {
    this.name = name;
    this.order = order;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final Schedule schedule(SamplingPlan plan) {
    int steps = plan.steps();
    double[] ends = SigmaTables.linspace(1, 1.0 / SigmaTables.TRAINING_STEPS, steps + 1);
    double[] even = Arrays.copyOf(ends, steps);
    double[] shifted = SigmaTables.shifted(even, plan.shift());
    shifted[0] = Math.min(shifted[0], 1 - EPSILON);
    double[] sigmas = SigmaTables.cut(shifted, plan);
    return new Schedule(SigmaTables.endingAtZero(sigmas), SigmaTables.wholeTimesteps(sigmas));
  }

  @Override
  public final float[] sample(
      Denoiser denoiser, float[] start, SamplingPlan plan, StepListener listener) {
    Schedule schedule = schedule(plan);
    float[] sigmas = schedule.sigmas();
    int steps = schedule.timesteps().length;
    DataPredictions history = new DataPredictions(order);
    float[] x = start;
    float[] corrected = start;
    int stepOrder = 0;
    for (int i = 0; i < steps; i++) {
      float[] velocity = denoiser.velocity(x, schedule.timesteps()[i]);
      float[] data = DataPredictions.predict(x, velocity, sigmas[i]);
      if (i > 0) {
        corrected = UniPcStep.correct(corrected, history, data, stepOrder, sigmas[i]);
      } else {
        corrected = x;
      }
      history.add(data, sigmas[i]);
      stepOrder = Math.min(Math.min(order, steps - i), history.size());
      x = UniPcStep.predict(corrected, history, stepOrder, sigmas[i + 1]);
      listener.updated(i + 1, steps, x);
    }
    return x;
  }
}
