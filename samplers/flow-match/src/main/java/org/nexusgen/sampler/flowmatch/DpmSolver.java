package org.nexusgen.sampler.flowmatch;

import org.nexusgen.api.sampling.Denoiser;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.sampling.SamplingPlan;
import org.nexusgen.api.sampling.Schedule;
import org.nexusgen.sampler.flowmatch.DataPredictions.Prediction;

/**
 * DPM-Solver++ (arXiv 2211.01095), multistep, on flow levels: one evaluation a step, and the
 * earlier predictions of the data for the higher orders. Numbers and their order are those of
 * diffusers' {@code DPMSolverMultistepScheduler} with {@code use_flow_sigmas}. The last step is
 * first order, as it ends at sigma 0; below 15 steps the one before it is at most second order. A
 * strength below 1 leaves out the first steps.
 */
abstract class DpmSolver implements DiffusionSampler {
  /** Which of the two second-order updates: the paper's midpoint or its Heun-like form. */
  enum Second {
    MIDPOINT,
    HEUN
  }

  private static final int FEW_STEPS = 15;

  private final String name;
  private final int order;
  private final Second second;

  DpmSolver(String name, int order, Second second) {
    this.name = name;
    this.order = order;
    this.second = second;
  }

  @Override
  public final String name() {
    return name;
  }

  /** Evenly spaced in unshifted sigma without its ends; timesteps lose their fraction. */
  @Override
  public final Schedule schedule(SamplingPlan plan) {
    int steps = plan.steps();
    double[] alphas = SigmaTables.linspace(1, 1.0 / SigmaTables.TRAINING_STEPS, steps + 1);
    double[] even = new double[steps];
    for (int i = 0; i < steps; i++) {
      even[i] = 1 - alphas[steps - i];
    }
    double[] sigmas = SigmaTables.cut(SigmaTables.shifted(even, plan.shift()), plan);
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
    for (int i = 0; i < steps; i++) {
      float[] velocity = denoiser.velocity(x, schedule.timesteps()[i]);
      history.add(DataPredictions.predict(x, velocity, sigmas[i]), sigmas[i]);
      int stepsLeft = steps - i;
      int allowed = stepsLeft == 1 ? 1 : stepsLeft == 2 && steps < FEW_STEPS ? 2 : order;
      x = update(x, history, Math.min(allowed, history.size()), sigmas[i + 1]);
      listener.updated(i + 1, steps, x);
    }
    return x;
  }

  private float[] update(float[] x, DataPredictions history, int stepOrder, float sigma) {
    return switch (stepOrder) {
      case 1 -> first(x, history, sigma);
      case 2 -> second(x, history, sigma);
      default -> third(x, history, sigma);
    };
  }

  private static float[] first(float[] x, DataPredictions history, float sigma) {
    Prediction now = history.get(0);
    float h = DataPredictions.lambda(sigma) - now.lambda();
    float ratio = sigma / now.sigma();
    float phi1 = (1f - sigma) * ((float) Math.exp(-h) - 1f);
    float[] next = new float[x.length];
    for (int i = 0; i < next.length; i++) {
      next[i] = ratio * x[i] - phi1 * now.data()[i];
    }
    return next;
  }

  private float[] second(float[] x, DataPredictions history, float sigma) {
    Prediction now = history.get(0);
    Prediction before = history.get(1);
    float h = DataPredictions.lambda(sigma) - now.lambda();
    float perR0 = 1f / ((now.lambda() - before.lambda()) / h);
    float ratio = sigma / now.sigma();
    float decay = (float) Math.exp(-h) - 1f;
    float phi1 = (1f - sigma) * decay;
    float slopeFactor =
        switch (second) {
          case MIDPOINT -> -0.5f * phi1;
          case HEUN -> (1f - sigma) * (decay / h + 1f);
        };
    float[] next = new float[x.length];
    for (int i = 0; i < next.length; i++) {
      float d0 = now.data()[i];
      float d1 = perR0 * (d0 - before.data()[i]);
      next[i] = ratio * x[i] - phi1 * d0 + slopeFactor * d1;
    }
    return next;
  }

  private static float[] third(float[] x, DataPredictions history, float sigma) {
    Prediction now = history.get(0);
    Prediction before = history.get(1);
    Prediction earlier = history.get(2);
    float h = DataPredictions.lambda(sigma) - now.lambda();
    float r0 = (now.lambda() - before.lambda()) / h;
    float r1 = (before.lambda() - earlier.lambda()) / h;
    float ratio = sigma / now.sigma();
    float decay = (float) Math.exp(-h) - 1f;
    float phi1 = (1f - sigma) * decay;
    float phi2 = (1f - sigma) * (decay / h + 1f);
    float phi3 = (1f - sigma) * ((decay + h) / (h * h) - 0.5f);
    float[] next = new float[x.length];
    for (int i = 0; i < next.length; i++) {
      float d0 = now.data()[i];
      float slope0 = (1f / r0) * (d0 - before.data()[i]);
      float slope1 = (1f / r1) * (before.data()[i] - earlier.data()[i]);
      float d1 = slope0 + (r0 / (r0 + r1)) * (slope0 - slope1);
      float d2 = (1f / (r0 + r1)) * (slope0 - slope1);
      next[i] = ratio * x[i] - phi1 * d0 + phi2 * d1 - phi3 * d2;
    }
    return next;
  }
}
