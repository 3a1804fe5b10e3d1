package org.nexusgen.sampler.flowmatch;

import org.nexusgen.api.sampling.DiffusionSampler;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** DPM-Solver++ of first order: DDIM on flow levels. */
@Component(service = DiffusionSampler.class, property = "name=" + Dpmpp1mSampler.NAME)
public final class Dpmpp1mSampler extends DpmSolver {
  static final String NAME = "dpmpp-1m";

  @Activate
  public Dpmpp1mSampler() {
    super(NAME, 1, Second.MIDPOINT);
  }
}
