package org.nexusgen.projectors;

import org.nexusgen.api.PartContext;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.decode.Projector;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Makes the projector that the generation decoder was trained with. */
@Component(property = {"name=" + GenerationProjectors.NAME, "task=generation"})
public final class GenerationProjectors implements Projector.Provider {
  static final String NAME = "adapter";

  @Activate
  public GenerationProjectors() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public DecodingTask task() {
    return DecodingTask.GENERATION;
  }

  @Override
  public Projector open(PartContext context) {
    return new GenerationProjector(context);
  }
}
