package org.nexusgen.textencoders;

import java.util.Map;
import org.nexusgen.api.weights.ConfigTree;
import org.nexusgen.api.weights.ModelFolder;

/** Reading of configs that may be absent, as weights alone say almost everything. */
final class ConfigFiles {
  private ConfigFiles() {}

  static ConfigTree orEmpty(ModelFolder model, String file) {
    return model.config(file).orElseGet(() -> new ConfigTree(file, Map.of()));
  }
}
