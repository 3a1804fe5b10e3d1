package org.nexusgen.tensorrt;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.nexusgen.engine.tensorrt.Tensorrt11Engine;
import org.nexusgen.engine.tensorrt.TensorrtEngine;
import org.nexusgen.tensorrt.standin.Faults;
import org.nexusgen.tensorrt.standin.StandIn11Layer;
import org.nexusgen.tensorrt.standin.StandInLayer;

/** Makes engines whose worker has the stand-in. */
final class StandIn {
  private StandIn() {}

  /**
   * @param folder for plans and faults
   * @param settings more of them, without {@code nexusgen.tensorrt.}
   */
  static TensorrtEngine engine(Path folder, Map<String, String> settings) {
    return engine(folder, settings, StandInLayer.NAME, TensorrtEngine::new);
  }

  /** In the place of TensorRT 11. */
  static Tensorrt11Engine eleven(Path folder) {
    return eleven(folder, Map.of());
  }

  static Tensorrt11Engine eleven(Path folder, Map<String, String> settings) {
    return engine(folder, settings, StandIn11Layer.NAME, Tensorrt11Engine::new);
  }

  private static <E> E engine(
      Path folder, Map<String, String> settings, String layer, Supplier<E> make) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("layer", layer);
    all.put("workerOptions", "-D" + Faults.PROPERTY + "=" + folder.resolve("fault"));
    all.forEach((name, value) -> System.setProperty("nexusgen.tensorrt." + name, value));
    System.setProperty("nexusgen.cache", folder.toString());
    try {
      return make.get();
    } finally {
      all.keySet().forEach(name -> System.clearProperty("nexusgen.tensorrt." + name));
    }
  }
}
