package org.nexusgen.engine.pytorch;

import org.junit.jupiter.api.DisplayName;
import org.nexusgen.api.train.TrainingEngine;
import org.nexusgen.conformance.GradientConformance;

@DisplayName("PyTorch")
class PytorchGradientTest extends GradientConformance {
  private final TrainingEngine engine = new PytorchTrainingEngine();

  @Override
  protected TrainingEngine engine() {
    return engine;
  }
}
