package org.nexusgen.engine.onnxruntime;

import org.junit.jupiter.api.DisplayName;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.conformance.OperatorConformance;

@DisplayName("ONNX Runtime")
class OnnxRuntimeConformanceTest extends OperatorConformance {
  private final Engine engine = new OnnxRuntimeEngine();

  @Override
  protected Engine engine() {
    return engine;
  }
}
