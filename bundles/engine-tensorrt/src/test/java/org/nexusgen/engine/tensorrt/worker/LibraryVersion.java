package org.nexusgen.engine.tensorrt.worker;

import java.io.IOException;
import org.bytedeco.tensorrt.global.nvonnxparser;

/** A process that loads TensorRT and says which it is. */
public final class LibraryVersion {
  private LibraryVersion() {}

  /**
   * @param layers which are asked: {@code djl}, {@code builder}, {@code reader}
   */
  public static void main(String... layers) throws IOException {
    for (String layer : layers) {
      String version =
          switch (layer) {
            case "djl" -> DjlLayer.version();
            case "builder" -> PlanBuilder.version();
            default -> Integer.toString(nvonnxparser.getNvOnnxParserVersion());
          };
      System.out.println(layer + " " + version);
    }
  }
}
