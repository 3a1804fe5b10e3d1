package org.nexusgen.pipeline;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageGrid;
import org.nexusgen.api.weights.ConfigTree;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelSettings;
import org.nexusgen.api.weights.ModelSettings.DecodeDefaults;
import org.nexusgen.api.weights.PixelSize;
import org.nexusgen.api.weights.WeightEntry;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;

/** A model without files: pictures of 8x8 pixels from four embeddings. */
final class ToyFolder implements ModelFolder {
  static final PixelSize SIZE = new PixelSize(8, 8);

  private volatile boolean closed;

  boolean isClosed() {
    return closed;
  }

  @Override
  public Path root() {
    return Path.of("toy");
  }

  @Override
  public ModelSettings settings() {
    DecodeDefaults defaults = new DecodeDefaults(SIZE, 2, 1, 1, 7, Toys.NAME);
    return new ModelSettings(
        "toy",
        new ImageGrid(1, 4, 4),
        Optional.empty(),
        SIZE,
        SIZE,
        new ImageGrid(1, 4, 4),
        false,
        defaults,
        defaults);
  }

  @Override
  public Optional<ConfigTree> config(String path) {
    return Optional.empty();
  }

  @Override
  public ConfigTree requireConfig(String path) {
    throw new BadInputException("no " + path);
  }

  @Override
  public Optional<Path> file(String path) {
    return Optional.empty();
  }

  @Override
  public boolean has(WeightSet set) {
    return set == WeightSet.EMPTY_PROMPT;
  }

  @Override
  public WeightStore weights(WeightSet set) {
    return new WeightStore() {
      @Override
      public Set<String> names() {
        return Set.of("pooled", "tokens");
      }

      @Override
      public WeightEntry entry(String name) {
        throw new BadInputException("no file holds " + name);
      }

      @Override
      public Tensor read(String name) {
        return name.equals("pooled")
            ? Tensor.of(new float[2], 1, 2)
            : Tensor.of(new float[Toys.WIDTH], 1, 1, Toys.WIDTH);
      }

      @Override
      public String where() {
        return "toy";
      }
    };
  }

  @Override
  public void close() {
    closed = true;
  }
}
