package org.nexusgen.sampler.flowmatch;

import org.nexusgen.api.sampling.DiffusionSampler;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** DPM-Solver++ 2M: second order, midpoint form. */
@Component(service = DiffusionSampler.class, property = "name=" + Dpmpp2mSampler.NAME)
public final class Dpmpp2mSampler extends DpmSolver {
  static final String NAME = "dpmpp-2m";

  @Activate
  public Dpmpp2mSampler() {
    super(NAME, 2, Second.MIDPOINT);
  }
}
