package org.nexusgen.training.autoencoder;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.training.json.Json;
import org.nexusgen.training.json.JsonWriter;

/** Mean and deviation of latents, which a model's configuration calls shift and scaling factor. */
final class LatentStatistics {
  static final String CONFIG = "vae/config.json";
  private static final String SHIFT = "shift_factor";
  private static final String SCALE = "scaling_factor";

  private double sum;
  private double squares;
  private long count;

  void add(Tensor latents) {
    for (float value : latents.floats()) {
      sum += value;
      squares += (double) value * value;
      count++;
    }
  }

  private double mean() {
    return sum / count;
  }

  private double deviation() {
    return Math.sqrt(Math.max(1e-12, squares / count - mean() * mean()));
  }

  /** The deviation that a model's configuration tells. */
  static double deviation(ModelFolder model) {
    return 1 / model.requireConfig(CONFIG).getDouble(SCALE, 1);
  }

  /** Writes them into the model's configuration. */
  void write(ModelFolder model) {
    Path file =
        model
            .file(CONFIG)
            .orElseThrow(() -> new BadInputException(model.root() + " has no " + CONFIG));
    Map<String, Object> config = new LinkedHashMap<>(Json.read(file));
    config.put(SCALE, 1 / deviation());
    config.put(SHIFT, mean());
    Path unfinished = file.resolveSibling("." + file.getFileName() + ".unfinished");
    try {
      Files.writeString(unfinished, JsonWriter.pretty(config));
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new NexusGenException("%s cannot be written: %s".formatted(file, e), e);
    }
  }
}
