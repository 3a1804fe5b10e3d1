package org.nexusgen.projectors;

import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.train.TrainableProjector;
import org.nexusgen.api.weights.ModelFolder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The projector that is trained together with the generation decoder. */
@Component(property = {"name=" + GenerationProjectors.NAME, "task=generation"})
public final class TrainableGenerationProjectors implements TrainableProjector.Provider {
  @Activate
  public TrainableGenerationProjectors() {}

  @Override
  public String name() {
    return GenerationProjectors.NAME;
  }

  @Override
  public DecodingTask task() {
    return DecodingTask.GENERATION;
  }

  @Override
  public TrainableProjector open(ModelFolder model) {
    return new AdapterTrainableProjector(model);
  }
}
