package org.nexusgen.encoder.qwen;

import org.nexusgen.api.train.TrainableVisionEncoder;
import org.nexusgen.api.weights.ModelFolder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Makes Qwen's vision encoders that can be trained. */
@Component(property = "name=" + QwenVisionEncoders.NAME)
public final class QwenTrainableVisionEncoders implements TrainableVisionEncoder.Provider {
  @Activate
  public QwenTrainableVisionEncoders() {}

  @Override
  public String name() {
    return QwenVisionEncoders.NAME;
  }

  @Override
  public TrainableVisionEncoder open(ModelFolder model) {
    return new QwenTrainableVisionEncoder(model);
  }
}
