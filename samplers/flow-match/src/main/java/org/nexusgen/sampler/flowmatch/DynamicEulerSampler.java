package org.nexusgen.sampler.flowmatch;

import org.nexusgen.api.sampling.Denoiser;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.sampling.SamplingPlan;
import org.nexusgen.api.sampling.Schedule;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Euler's method on FLUX's own schedule: larger pictures spend more steps near noise (Black Forest
 * Labs {@code get_schedule}; diffusers {@code FlowMatchEulerDiscreteScheduler} with dynamic
 * shifting). The plan's constant shift is not used; a strength below 1 leaves out the first steps.
 */
@Component(property = "name=" + DynamicEulerSampler.NAME)
public final class DynamicEulerSampler implements DiffusionSampler {
  static final String NAME = "euler-dynamic";

  @Activate
  public DynamicEulerSampler() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Schedule schedule(SamplingPlan plan) {
    int steps = plan.steps();
    double[] even = SigmaTables.linspace(1, 1.0 / steps, steps);
    double[] shifted = SigmaTables.shiftedExponentially(even, SigmaTables.mu(plan.imageTokens()));
    double[] sigmas = SigmaTables.cut(shifted, plan);
    return new Schedule(SigmaTables.endingAtZero(sigmas), SigmaTables.timesteps(sigmas));
  }

  @Override
  public float[] sample(
      Denoiser denoiser, float[] start, SamplingPlan plan, StepListener listener) {
    return FlowEuler.sample(denoiser, start, schedule(plan), listener);
  }
}
