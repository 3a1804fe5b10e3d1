package org.nexusgen.tensorrt;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.nexusgen.engine.tensorrt.TensorrtEngine;
import org.nexusgen.tensorrt.standin.Faults;
import org.nexusgen.tensorrt.standin.StandInLayer;

/** Makes engines whose worker has the stand-in. */
final class StandIn {
  private StandIn() {}

  /**
   * @param folder for plans and faults
   * @param settings more of them, without {@code nexusgen.tensorrt.}
   */
  static TensorrtEngine engine(Path folder, Map<String, String> settings) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("layer", StandInLayer.NAME);
    all.put("workerOptions", "-D" + Faults.PROPERTY + "=" + folder.resolve("fault"));
    all.forEach((name, value) -> System.setProperty("nexusgen.tensorrt." + name, value));
    System.setProperty("nexusgen.cache", folder.toString());
    try {
      return new TensorrtEngine();
    } finally {
      all.keySet().forEach(name -> System.clearProperty("nexusgen.tensorrt." + name));
    }
  }
}
