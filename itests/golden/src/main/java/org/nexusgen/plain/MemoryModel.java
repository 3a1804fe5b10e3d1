package org.nexusgen.plain;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.Set;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.ConfigTree;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelSettings;
import org.nexusgen.api.weights.WeightEntry;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;

/** A model in memory: one set of weights, settings, configs by path, files below a folder. */
public final class MemoryModel implements ModelFolder, WeightStore {
  private final Path root;
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();
  private final Map<String, Map<String, ?>> configs = new LinkedHashMap<>();
  private final ModelSettings settings;

  /** With the reference's settings. */
  public MemoryModel(Path root) {
    this(root, ModelSettings.reference("test"));
  }

  public MemoryModel(Path root, ModelSettings settings) {
    this.root = root;
    this.settings = settings;
  }

  /** A config file's keys. */
  public MemoryModel with(String path, Map<String, ?> config) {
    configs.put(path, config);
    return this;
  }

  /** Random values around {@code mean}, of a spread that keeps activations near 1. */
  public MemoryModel with(Random random, String name, double mean, long... shape) {
    float[] values = new float[Math.toIntExact(Shape.of(shape).elements())];
    double spread = 1 / Math.sqrt((double) shape[shape.length - 1]);
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (mean + spread * random.nextGaussian());
    }
    tensors.put(name, Tensor.of(values, shape));
    return this;
  }

  /** On the first engine there is, with one thread. */
  public PartContext context() {
    return context(this);
  }

  /** The same for any model. */
  public static PartContext context(ModelFolder model) {
    Engine engine = ServiceLoader.load(Engine.class).findFirst().orElseThrow();
    return new PartContext(model, engine, SessionSettings.standard().withThreads(1));
  }

  @Override
  public Path root() {
    return root;
  }

  @Override
  public ModelSettings settings() {
    return settings;
  }

  @Override
  public Optional<ConfigTree> config(String path) {
    return Optional.ofNullable(configs.get(path)).map(config -> new ConfigTree(path, config));
  }

  @Override
  public ConfigTree requireConfig(String path) {
    return config(path).orElseThrow();
  }

  @Override
  public Optional<Path> file(String path) {
    return Optional.of(root.resolve(path)).filter(Files::exists);
  }

  @Override
  public boolean has(WeightSet set) {
    return true;
  }

  @Override
  public WeightStore weights(WeightSet set) {
    return this;
  }

  @Override
  public Set<String> names() {
    return tensors.keySet();
  }

  @Override
  public WeightEntry entry(String name) {
    return new WeightEntry.InMemory(name, read(name));
  }

  @Override
  public Tensor read(String name) {
    Tensor tensor = tensors.get(name);
    if (tensor == null) {
      throw new BadInputException("no tensor '" + name + "'");
    }
    return tensor;
  }

  @Override
  public String where() {
    return "memory";
  }

  @Override
  public void close() {}
}
