package org.nexusgen.projectors;

import org.nexusgen.api.PartContext;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.decode.Projector;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Makes the projector that the editing decoder was trained with. */
@Component(property = {"name=" + EditingProjectors.NAME, "task=editing"})
public final class EditingProjectors implements Projector.Provider {
  static final String NAME = "merger";

  @Activate
  public EditingProjectors() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public DecodingTask task() {
    return DecodingTask.EDITING;
  }

  @Override
  public Projector open(PartContext context) {
    return new EditingProjector(context);
  }
}
