package org.nexusgen.sampler.flowmatch;

import org.nexusgen.api.sampling.DiffusionSampler;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** DPM-Solver++ 2M: second order, Heun form. */
@Component(service = DiffusionSampler.class, property = "name=" + Dpmpp2mHeunSampler.NAME)
public final class Dpmpp2mHeunSampler extends DpmSolver {
  static final String NAME = "dpmpp-2m-heun";

  @Activate
  public Dpmpp2mHeunSampler() {
    super(NAME, 2, Second.HEUN);
  }
}
