package org.nexusgen.projectors;

import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.train.TrainableProjector;
import org.nexusgen.api.weights.ModelFolder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The projector that is trained together with the editing decoder. */
@Component(property = {"name=" + EditingProjectors.NAME, "task=editing"})
public final class TrainableEditingProjectors implements TrainableProjector.Provider {
  @Activate
  public TrainableEditingProjectors() {}

  @Override
  public String name() {
    return EditingProjectors.NAME;
  }

  @Override
  public DecodingTask task() {
    return DecodingTask.EDITING;
  }

  @Override
  public TrainableProjector open(ModelFolder model) {
    return new MergerTrainableProjector(model);
  }
}
