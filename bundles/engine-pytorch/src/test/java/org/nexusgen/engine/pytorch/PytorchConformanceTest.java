package org.nexusgen.engine.pytorch;

import org.junit.jupiter.api.DisplayName;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.conformance.OperatorConformance;

@DisplayName("PyTorch")
class PytorchConformanceTest extends OperatorConformance {
  private final Engine engine = new PytorchEngine();

  @Override
  protected Engine engine() {
    return engine;
  }
}
