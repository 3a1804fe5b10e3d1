package org.nexusgen.sampler.flowmatch;

import org.nexusgen.api.sampling.Denoiser;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.sampling.SamplingPlan;
import org.nexusgen.api.sampling.Schedule;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The reference's sampler: Euler's method on {@link ReferenceSchedule}. */
@Component(property = "name=" + EulerSampler.NAME)
public final class EulerSampler implements DiffusionSampler {
  static final String NAME = "euler";

  @Activate
  public EulerSampler() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Schedule schedule(SamplingPlan plan) {
    return ReferenceSchedule.of(plan);
  }

  @Override
  public float[] sample(
      Denoiser denoiser, float[] start, SamplingPlan plan, StepListener listener) {
    return FlowEuler.sample(denoiser, start, schedule(plan), listener);
  }
}
