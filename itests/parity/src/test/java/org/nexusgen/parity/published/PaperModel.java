package org.nexusgen.parity.published;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.weights.ConfigTree;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelSettings;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;

/**
 * The published model without its weights: configuration files, names and shapes.
 *
 * @param layout names and shapes
 * @param changes to the keys of config.json
 * @param numbers what stands for all values
 */
record PaperModel(Layout layout, Map<String, Object> changes, Numbers numbers)
    implements ModelFolder {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** All of it. */
  static PaperModel whole(Numbers numbers) {
    return new PaperModel(Layout.read(Map.of()), Map.of(), numbers);
  }

  /** One layer of each kind at its real width, with small vocabularies. */
  static PaperModel thin(Numbers numbers) {
    return thin(numbers, 1, 1, 1000);
  }

  /** The same with so many blocks of two streams and of one in the transformers, and words. */
  static PaperModel thin(Numbers numbers, int doubles, int singles, int words) {
    Layout layout =
        Layout.read(
            Map.ofEntries(
                Map.entry("VIT_BLOCKS", 2),
                Map.entry("LAYERS", 1),
                Map.entry("DOUBLE", doubles),
                Map.entry("SINGLE", singles),
                Map.entry("CLIP_LAYERS", 1),
                Map.entry("T5_BLOCKS", 1),
                Map.entry("VOCABULARY", words),
                Map.entry("CLIP_VOCABULARY", 1000),
                Map.entry("T5_VOCABULARY", 1000)));
    Map<String, Object> vision =
        new HashMap<>(resource("config.json").requireTree("vision_config").values());
    vision.put("depth", 2);
    vision.put("fullatt_block_indexes", List.of(1)); // block 0 has windows
    Map<String, Object> changes =
        Map.of(
            "num_hidden_layers", 1,
            "eos_token_id", 996,
            "vision_start_token_id", 997,
            "vision_end_token_id", 998,
            "image_token_id", 999,
            "vision_config", vision);
    return new PaperModel(layout, changes, numbers);
  }

  private static ConfigTree resource(String path) {
    try (InputStream file = PaperModel.class.getResourceAsStream("/published/" + path)) {
      if (file == null) {
        return new ConfigTree(path, Map.of());
      }
      @SuppressWarnings("unchecked") // JSON objects have string keys
      Map<String, Object> values = JSON.readValue(file, Map.class);
      return new ConfigTree(path, values);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public Path root() {
    return Path.of("published");
  }

  @Override
  public ModelSettings settings() {
    return ModelSettings.reference("published");
  }

  @Override
  public Optional<ConfigTree> config(String path) {
    return Optional.of(requireConfig(path)).filter(tree -> !tree.values().isEmpty());
  }

  @Override
  public ConfigTree requireConfig(String path) {
    Map<String, Object> values = new HashMap<>(resource(path).values());
    if (path.equals("config.json")) {
      values.putAll(changes);
    }
    return new ConfigTree(path, values);
  }

  @Override
  public Optional<Path> file(String path) {
    return Optional.empty();
  }

  @Override
  public boolean has(WeightSet set) {
    return !layout.of(set).isEmpty();
  }

  @Override
  public WeightStore weights(WeightSet set) {
    return new PaperWeights(layout.of(set), numbers);
  }

  @Override
  public void close() {}
}
