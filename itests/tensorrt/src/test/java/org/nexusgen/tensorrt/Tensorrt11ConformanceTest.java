package org.nexusgen.tensorrt;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.conformance.OperatorConformance;
import org.nexusgen.engine.tensorrt.Tensorrt11Engine;

@DisplayName("The engine for TensorRT 11, through its worker,")
final class Tensorrt11ConformanceTest extends OperatorConformance {
  @TempDir static Path folder;
  private static Tensorrt11Engine engine;

  @BeforeAll
  static void start() {
    engine = StandIn.eleven(folder);
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
  protected Engine engine() {
    return engine;
  }
}
