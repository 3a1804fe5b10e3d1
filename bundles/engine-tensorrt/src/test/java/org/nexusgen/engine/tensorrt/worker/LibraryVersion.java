package org.nexusgen.engine.tensorrt.worker;

import java.io.IOException;

/** A process that loads TensorRT and says which it is. */
public final class LibraryVersion {
  private LibraryVersion() {}

  /**
   * @param layers which are asked: {@code djl}, {@code builder}
   */
  public static void main(String... layers) throws IOException {
    for (String layer : layers) {
      String version = layer.equals("djl") ? DjlLayer.version() : PlanBuilder.version();
      System.out.println(layer + " " + version);
    }
  }
}
