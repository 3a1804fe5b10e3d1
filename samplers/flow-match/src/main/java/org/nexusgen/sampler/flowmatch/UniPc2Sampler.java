package org.nexusgen.sampler.flowmatch;

import org.nexusgen.api.sampling.DiffusionSampler;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** UniPC of second order. */
@Component(service = DiffusionSampler.class, property = "name=" + UniPc2Sampler.NAME)
public final class UniPc2Sampler extends UniPc {
  static final String NAME = "unipc-2";

  @Activate
  public UniPc2Sampler() {
    super(NAME, 2);
  }
}
