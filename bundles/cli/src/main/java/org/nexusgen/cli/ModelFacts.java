package org.nexusgen.cli;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelSettings;
import org.nexusgen.api.weights.WeightEntry;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;

/** What can be said of a model folder without running it. */
final class ModelFacts {
  private static final double GIGA = 1e9;

  private ModelFacts() {}

  /** What one set of weights holds. */
  private record Contents(int tensors, long parameters, Map<DType, Integer> types) {
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

  /** The commands that a folder's files suffice for. */
  static List<String> jobs(ModelFolder model) {
    List<String> jobs = new ArrayList<>();
    boolean writes = model.has(WeightSet.BACKBONE);
    boolean paints = model.has(WeightSet.AUTOENCODER);
    boolean generates = paints && model.has(WeightSet.GENERATION_DECODER);
    boolean edits = paints && model.has(WeightSet.EDITING_DECODER);
    add(jobs, writes, "encode", "understand", "imagine", "chat");
    add(jobs, writes && generates, "generate");
    add(jobs, writes && edits, "edit");
    add(jobs, generates || edits, "decode");
    return jobs;
  }

  private static void add(List<String> jobs, boolean can, String... names) {
    if (can) {
      jobs.addAll(List.of(names));
    }
  }

  static List<String> lines(ModelFolder model) {
    List<String> lines = new ArrayList<>();
    ModelSettings settings = model.settings();
    lines.add("model    " + settings.name() + " in " + model.root());
    lines.add("can      " + String.join(", ", jobs(model)));
    lines.add(
        "pictures %s, %d steps, cfg scale %s (generate)"
            .formatted(
                settings.generation().size(),
                settings.generation().steps(),
                settings.generation().cfgScale()));
    model
        .config("config.json")
        .filter(config -> config.has("hidden_size"))
        .ifPresent(
            config ->
                lines.add(
                    "backbone hidden %d, layers %d"
                        .formatted(
                            config.requireInt("hidden_size"),
                            config.getInt("num_hidden_layers", 0))));
    for (WeightSet set : WeightSet.values()) {
      String found =
          model.has(set) ? Contents.of(model.weights(set)).inWords() : "not in this folder";
      lines.add("%-20s %s".formatted(word(set), found));
    }
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
        .put("can", jobs(model))
        .put("weights", sets);
  }

  /** Reads every tensor; one line for each set that is whole. */
  static List<String> verify(ModelFolder model) {
    List<String> lines = new ArrayList<>();
    for (WeightSet set : WeightSet.values()) {
      if (model.has(set)) {
        WeightStore store = model.weights(set);
        for (String name : store.names()) {
          finite(store, name);
        }
        lines.add("%-20s whole: %s".formatted(word(set), Contents.of(store).inWords()));
      }
    }
    return lines;
  }

  private static void finite(WeightStore store, String name) {
    Tensor tensor = store.read(name);
    if (!tensor.dtype().isFloat()) {
      return;
    }
    for (float value : tensor.floats()) {
      if (!Float.isFinite(value)) {
        throw new NexusGenException(
            "tensor '%s' in %s holds %s: the file is damaged, or its training went wrong"
                .formatted(name, store.where(), value));
      }
    }
  }

  private static String word(WeightSet set) {
    return set.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
