package org.nexusgen.engine.pytorch;

import java.util.Map;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.TrainingEngine;
import org.nexusgen.api.train.TrainingSession;
import org.nexusgen.api.train.TrainingSettings;
import org.osgi.service.component.annotations.Component;

/** Trains graphs. Costs nothing until the first graph is opened. */
@Component(service = TrainingEngine.class, property = "name=pytorch")
public final class PytorchTrainingEngine implements TrainingEngine {
  @Override
  public String name() {
    return PytorchEngine.NAME;
  }

  @Override
  public TrainingSession open(Graph graph, Map<String, Tensor> weights, TrainingSettings settings) {
    return TorchTrainingSession.open(graph, weights, settings);
  }
}
