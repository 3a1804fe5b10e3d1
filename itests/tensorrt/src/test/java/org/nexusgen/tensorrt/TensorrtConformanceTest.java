package org.nexusgen.tensorrt;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.conformance.OperatorConformance;
import org.nexusgen.engine.tensorrt.TensorrtEngine;

@DisplayName("The TensorRT engine, through its worker,")
final class TensorrtConformanceTest extends OperatorConformance {
  @TempDir static Path folder;
  private static TensorrtEngine engine;

  @BeforeAll
  static void start() {
    engine = StandIn.engine(folder, Map.of());
  }

  @AfterAll
  static void stop() {
    engine.close();
  }

  @Override
  protected boolean lowersItself() {
    return true;
  }

  @Override
  protected boolean wantsKernelsAsWeights() {
    return true;
  }

  @Override
  protected Engine engine() {
    return engine;
  }
}
