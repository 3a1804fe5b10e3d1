package org.nexusgen.sampler.flowmatch;

import org.nexusgen.api.sampling.DiffusionSampler;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** UniPC of third order. */
@Component(service = DiffusionSampler.class, property = "name=" + UniPc3Sampler.NAME)
public final class UniPc3Sampler extends UniPc {
  static final String NAME = "unipc-3";

  @Activate
  public UniPc3Sampler() {
    super(NAME, 3);
  }
}
