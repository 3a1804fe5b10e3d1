package org.nexusgen.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.weights.ConfigTree;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelSettings;
import org.nexusgen.api.weights.WeightEntry;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;

/** What can be said of a model folder without running it. */
final class ModelFacts {
  private static final double GIGA = 1e9;
  private static final List<String> BACKBONE_DIMS =
      List.of(
          "hidden_size",
          "num_hidden_layers",
          "num_attention_heads",
          "num_key_value_heads",
          "intermediate_size",
          "vocab_size");
  private static final List<String> VISION_DIMS =
      List.of("hidden_size", "depth", "num_heads", "patch_size", "window_size", "out_hidden_size");

  private ModelFacts() {}

  /** What one set of weights holds. */
  record Contents(int tensors, long parameters, Map<DType, Integer> types) {
    static Contents of(WeightStore store) {
      long parameters = 0;
      Map<DType, Integer> types = new EnumMap<>(DType.class);
      for (String name : store.names()) {
        WeightEntry entry = store.entry(name);
        parameters += entry.shape().elements();
        types.merge(entry.dtype(), 1, Integer::sum);
      }
      return new Contents(store.names().size(), parameters, types);
    }

    String inWords() {
      return "%d tensors, %.4f billion parameters, %s"
          .formatted(tensors, parameters / GIGA, types.keySet());
    }
  }

  static List<String> lines(ModelFolder model) {
    List<String> lines = new ArrayList<>();
    ModelSettings settings = model.settings();
    lines.add("model    " + settings.name() + " in " + model.root());
    lines.add("can      " + String.join(", ", Abilities.of(model).commands()));
    lines.add(
        "pictures %s, %d steps, cfg scale %s (generate)"
            .formatted(
                settings.generation().size(),
                settings.generation().steps(),
                settings.generation().cfgScale()));
    Optional<ConfigTree> config = model.config("config.json");
    lines.add("backbone " + dims(config, BACKBONE_DIMS));
    lines.add("vision   " + dims(config.flatMap(c -> c.getTree("vision_config")), VISION_DIMS));
    for (WeightSet set : WeightSet.values()) {
      String found =
          model.has(set) ? Contents.of(model.weights(set)).inWords() : "not in this folder";
      lines.add("%-20s %s".formatted(word(set), found));
    }
    Abilities.of(model)
        .missing()
        .forEach(
            (command, lacks) -> {
              if (!lacks.isEmpty()) {
                lines.add("%-20s lacks %s".formatted(command, String.join("; ", lacks)));
              }
            });
    return lines;
  }

  static JsonResult json(ModelFolder model) {
    Map<String, Object> sets = new LinkedHashMap<>();
    for (WeightSet set : WeightSet.values()) {
      if (model.has(set)) {
        Contents contents = Contents.of(model.weights(set));
        sets.put(
            word(set),
            Map.of(
                "tensors",
                contents.tensors(),
                "parameters",
                contents.parameters(),
                "dtypes",
                new TreeMap<>(contents.types())));
      }
    }
    return new JsonResult("models info")
        .put("name", model.settings().name())
        .put("folder", model.root())
        .put("can", Abilities.of(model).commands())
        .put("missing", Abilities.of(model).missing())
        .put("backbone", dims(model.config("config.json"), BACKBONE_DIMS))
        .put(
            "vision",
            dims(
                model.config("config.json").flatMap(config -> config.getTree("vision_config")),
                VISION_DIMS))
        .put("weights", sets);
  }

  /** Sizes that a config states, by its own names. */
  private static Map<String, Object> dims(Optional<ConfigTree> config, List<String> keys) {
    Map<String, Object> dims = new LinkedHashMap<>();
    Map<String, ?> values = config.<Map<String, ?>>map(ConfigTree::values).orElseGet(Map::of);
    for (String key : keys) {
      Object value = values.get(key);
      if (value != null) {
        dims.put(key, value);
      }
    }
    return dims;
  }

  static String word(WeightSet set) {
    return set.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
