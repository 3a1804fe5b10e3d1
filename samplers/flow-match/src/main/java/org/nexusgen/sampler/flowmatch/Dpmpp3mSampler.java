package org.nexusgen.sampler.flowmatch;

import org.nexusgen.api.sampling.DiffusionSampler;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** DPM-Solver++ 3M: third order. */
@Component(service = DiffusionSampler.class, property = "name=" + Dpmpp3mSampler.NAME)
public final class Dpmpp3mSampler extends DpmSolver {
  static final String NAME = "dpmpp-3m";

  @Activate
  public Dpmpp3mSampler() {
    super(NAME, 3, Second.MIDPOINT);
  }
}
