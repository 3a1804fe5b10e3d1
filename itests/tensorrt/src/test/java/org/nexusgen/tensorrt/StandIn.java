package org.nexusgen.tensorrt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.nexusgen.engine.tensorrt.Tensorrt11Engine;
import org.nexusgen.engine.tensorrt.TensorrtEngine;
import org.nexusgen.tensorrt.standin.Faults;
import org.nexusgen.tensorrt.standin.Journal;
import org.nexusgen.tensorrt.standin.StandIn11Layer;
import org.nexusgen.tensorrt.standin.StandInLayer;

/** Makes engines whose worker has the stand-in. */
final class StandIn {
  /** The file of {@link Journal}. */
  static final String JOURNAL = "journal";

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

  /**
   * In the place of TensorRT 11.
   *
   * @param folder for plans, faults, and the file {@value #JOURNAL}
   * @param settings as for {@link #engine}; with a point in its name, of another part
   */
  static Tensorrt11Engine eleven(Path folder, Map<String, String> settings) {
    return engine(folder, settings, StandIn11Layer.NAME, Tensorrt11Engine::new);
  }

  /** The files of the plans that were built. */
  static List<Path> plans(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("tensorrt/plans"))) {
      return files.filter(file -> file.toString().endsWith(".plan")).toList();
    }
  }

  private static <E> E engine(
      Path folder, Map<String, String> settings, String layer, Supplier<E> make) {
    Map<String, String> all = new HashMap<>(settings);
    all.put("layer", layer);
    all.put(
        "workerOptions",
        "-D%s=%s -D%s=%s %s"
            .formatted(
                Faults.PROPERTY,
                folder.resolve("fault"),
                Journal.PROPERTY,
                folder.resolve(JOURNAL),
                settings.getOrDefault("workerOptions", "")));
    all.forEach((name, value) -> System.setProperty(property(name), value));
    System.setProperty("nexusgen.cache", folder.toString());
    try {
      return make.get();
    } finally {
      all.keySet().forEach(name -> System.clearProperty(property(name)));
    }
  }

  private static String property(String name) {
    return name.contains(".") ? "nexusgen." + name : "nexusgen.tensorrt." + name;
  }
}
