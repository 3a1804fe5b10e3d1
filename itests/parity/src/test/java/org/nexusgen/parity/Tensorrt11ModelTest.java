package org.nexusgen.parity;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.NexusGenConfig;

@DisplayName(
    "The starter gives the same through the worker for TensorRT 11, whose native code is a stand-in:"
        + " one plan of a graph for all sizes, tensors that stay on the device")
final class Tensorrt11ModelTest extends MiniModelTest {
  private static final String LAYER = "nexusgen.tensorrt.layer";
  private static final String SIZES = "nexusgen.tensorrt.sizes";
  private static final String CACHE = "nexusgen.cache";

  @TempDir static Path cache;

  @Override
  NexusGenConfig config() {
    System.setProperty(LAYER, "stand-in-11");
    System.setProperty(CACHE, cache.toString());
    System.setProperty(SIZES, "qwen-backbone.rows=1,128 past=48,256 scored=2 images=20 batch=2");
    return super.config().withEngine("tensorrt11");
  }

  @AfterAll
  static void forget() {
    System.clearProperty(LAYER);
    System.clearProperty(CACHE);
    System.clearProperty(SIZES);
  }
}
