package org.nexusgen.contracts;

import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.weights.ConfigTree;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelSettings;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;

/**
 * A model of configuration files alone, with the reference's sizes: enough to try a part that has
 * no weights.
 */
public final class BareModel implements ModelFolder {
  private final Map<String, ? extends Map<String, ?>> files;

  private BareModel(Map<String, ? extends Map<String, ?>> files) {
    this.files = Map.copyOf(files);
  }

  /**
   * What such a part is made from; its engine runs nothing.
   *
   * @param files path inside of the model, such as {@code config.json}, to keys and values
   */
  public static PartContext context(Map<String, ? extends Map<String, ?>> files) {
    Engine none =
        (Engine)
            Proxy.newProxyInstance(
                Engine.class.getClassLoader(),
                new Class<?>[] {Engine.class},
                (proxy, method, arguments) -> {
                  throw new UnsupportedOperationException(
                      "a bare model has no engine; the part asked for " + method.getName());
                });
    return new PartContext(new BareModel(files), none, SessionSettings.standard());
  }

  @Override
  public Path root() {
    return Path.of("bare-model");
  }

  @Override
  public ModelSettings settings() {
    return ModelSettings.reference("bare-model");
  }

  @Override
  public Optional<ConfigTree> config(String path) {
    return Optional.ofNullable(files.get(path)).map(values -> new ConfigTree(path, values));
  }

  @Override
  public ConfigTree requireConfig(String path) {
    return config(path)
        .orElseThrow(
            () ->
                new BadInputException(
                    "%s: not in this bare model, which has %s".formatted(path, files.keySet())));
  }

  @Override
  public Optional<Path> file(String path) {
    return Optional.empty();
  }

  @Override
  public boolean has(WeightSet set) {
    return false;
  }

  @Override
  public WeightStore weights(WeightSet set) {
    throw new BadInputException("a bare model has no weights; the part asked for " + set);
  }

  @Override
  public void close() {
    // nothing is open
  }
}
