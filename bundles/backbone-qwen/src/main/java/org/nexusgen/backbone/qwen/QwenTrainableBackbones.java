package org.nexusgen.backbone.qwen;

import org.nexusgen.api.train.TrainableBackbone;
import org.nexusgen.api.weights.ModelFolder;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** Makes Qwen backbones that can be trained. */
@Component(property = "name=" + QwenBackboneProvider.NAME)
public final class QwenTrainableBackbones implements TrainableBackbone.Provider {
  @Activate
  public QwenTrainableBackbones() {}

  @Override
  public String name() {
    return QwenBackboneProvider.NAME;
  }

  @Override
  public TrainableBackbone open(ModelFolder model) {
    return QwenTrainableBackbone.open(model);
  }
}
