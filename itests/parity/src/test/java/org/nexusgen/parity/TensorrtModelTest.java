package org.nexusgen.parity;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.NexusGenConfig;

@DisplayName(
    "The starter gives the same through the TensorRT engine's worker, whose native code is a"
        + " stand-in: lowered, in fixed shapes, padded")
final class TensorrtModelTest extends MiniModelTest {
  private static final String LAYER = "nexusgen.tensorrt.layer";
  private static final String SIZES = "nexusgen.tensorrt.sizes";
  private static final String CACHE = "nexusgen.cache";

  @TempDir static Path cache;

  @Override
  NexusGenConfig config() {
    System.setProperty(LAYER, "stand-in");
    System.setProperty(CACHE, cache.toString());
    // Small ones, as the model is: no prompt and no cache of it has just these.
    System.setProperty(SIZES, "qwen-backbone.rows=1,24,128 past=48,256 scored=2 images=20");
    return super.config().withEngine("tensorrt");
  }

  @AfterAll
  static void forget() {
    System.clearProperty(LAYER);
    System.clearProperty(CACHE);
    System.clearProperty(SIZES);
  }
}
