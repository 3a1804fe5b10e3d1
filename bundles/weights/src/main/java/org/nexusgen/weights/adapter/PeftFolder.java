package org.nexusgen.weights.adapter;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.Adapter;
import org.nexusgen.api.weights.Adapter.Factors;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.weights.adapter.PeftNames.Factor;
import org.nexusgen.weights.json.JsonFiles;
import org.nexusgen.weights.safetensors.SafetensorsReader;
import org.nexusgen.weights.safetensors.SafetensorsWriter;
import org.nexusgen.weights.safetensors.WholeFile;
import org.nexusgen.weights.store.Checkpoint;
import org.nexusgen.weights.store.IoErrors;
import org.nexusgen.weights.store.Shown;
import org.nexusgen.weights.store.TensorBytes;

/** The two files of an adapter. */
public record PeftFolder(Path config, Path model) {
  private static final String CONFIG = "adapter_config.json";
  private static final String MODEL = "adapter_model.safetensors";

  /** Key of the safetensors metadata that tells decoders apart. */
  private static final String SET = "weight_set";

  /**
   * @param file the folder, or its safetensors file
   */
  public static PeftFolder of(Path file) {
    return file.getFileName() != null && file.getFileName().toString().endsWith(".safetensors")
        ? new PeftFolder(file.resolveSibling(CONFIG), file)
        : new PeftFolder(file.resolve(CONFIG), file.resolve(MODEL));
  }

  /**
   * @throws BadInputException if a file is missing or malformed
   */
  public Adapter read() {
    Checkpoint checkpoint = SafetensorsReader.open(model);
    PeftConfig settings = PeftConfig.of(JsonFiles.config(config));
    Map<String, Tensor> a = new TreeMap<>();
    Map<String, Tensor> b = new TreeMap<>();
    checkpoint
        .tensors()
        .forEach(
            (name, source) -> {
              Factor factor =
                  PeftNames.parse(name)
                      .orElseThrow(
                          () ->
                              new BadInputException(
                                  "%s holds %s, which is no factor of a low-rank adapter"
                                      .formatted(model, Shown.quoted(name))));
              (factor.isA() ? a : b).put(factor.weight(), TensorBytes.read(name, source));
            });
    Map<String, Factors> factors = paired(a, b);
    try {
      return new Adapter(sets(factors.keySet()), settings.rank(), settings.alpha(), factors);
    } catch (BadInputException e) {
      throw new BadInputException("%s: %s".formatted(model, e.getMessage()), e);
    }
  }

  private Map<String, Factors> paired(Map<String, Tensor> a, Map<String, Tensor> b) {
    if (a.isEmpty() || !a.keySet().equals(b.keySet())) {
      throw new BadInputException(
          "%s holds A for %d weights and B for %d, wants both for the same ones, 1 or more"
              .formatted(model, a.size(), b.size()));
    }
    Map<String, Factors> factors = new LinkedHashMap<>();
    a.forEach(
        (name, one) ->
            Optional.ofNullable(b.get(name))
                .ifPresent(other -> factors.put(name, factors(name, one, other))));
    return factors;
  }

  private Factors factors(String name, Tensor a, Tensor b) {
    try {
      return new Factors(a, b);
    } catch (BadInputException e) {
      throw new BadInputException(
          "%s, %s: %s".formatted(model, Shown.quoted(name), e.getMessage()), e);
    }
  }

  /** What the file says, or else the sets that may have all of these weights. */
  private Set<WeightSet> sets(Set<String> weights) {
    String told = SafetensorsReader.metadata(model).getOrDefault(SET, "");
    Set<WeightSet> sets = EnumSet.allOf(WeightSet.class);
    for (String weight : weights) {
      sets.retainAll(PeftNames.sets(weight));
    }
    if (!told.isEmpty()) {
      sets.removeIf(set -> !set.name().equals(told));
    }
    if (sets.isEmpty()) {
      throw new BadInputException(
          "%s changes weights of several parts%s; wants an adapter a part"
              .formatted(model, told.isEmpty() ? "" : ", and says it is for " + Shown.plain(told)));
    }
    return sets;
  }

  /**
   * @throws NexusGenException if a file cannot be written
   */
  public void write(Adapter adapter) {
    Map<String, Tensor> tensors = new TreeMap<>();
    adapter
        .factors()
        .forEach(
            (name, factors) -> {
              tensors.put(PeftNames.a(name), factors.a());
              tensors.put(PeftNames.b(name), factors.b());
            });
    List<String> modules =
        adapter.factors().keySet().stream().map(PeftNames::module).sorted().toList();
    byte[] json = new PeftConfig(adapter.rank(), adapter.alpha()).json(modules);
    try {
      Files.createDirectories(model.toAbsolutePath().getParent());
    } catch (IOException e) {
      throw new NexusGenException(model + " cannot be written: " + IoErrors.reason(e), e);
    }
    WholeFile.write(config, channel -> channel.write(ByteBuffer.wrap(json)));
    SafetensorsWriter.write(model, tensors, metadata(adapter.sets()));
  }

  private static Map<String, String> metadata(Set<WeightSet> sets) {
    return sets.size() == 1
        ? Map.of("format", "pt", SET, sets.iterator().next().name())
        : Map.of("format", "pt");
  }
}
