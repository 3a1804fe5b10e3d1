package org.nexusgen.api;

import java.nio.file.Path;
import java.util.List;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.weights.AdapterChoice;

/**
 * What a {@link NexusGen} is opened with.
 *
 * @param model folder in the original layout
 * @param engine name of the engine, such as {@code onnxruntime}
 * @param session threads, memory and precision for all parts
 * @param adapters merged into the model's weights
 */
public record NexusGenConfig(
    Path model, String engine, SessionSettings session, List<AdapterChoice> adapters) {
  /** The CPU default. */
  public static final String DEFAULT_ENGINE = "onnxruntime";

  public NexusGenConfig {
    adapters = List.copyOf(adapters);
  }

  /** A model on the default engine. */
  public static NexusGenConfig of(Path model) {
    return new NexusGenConfig(model, DEFAULT_ENGINE, SessionSettings.standard(), List.of());
  }

  public NexusGenConfig withEngine(String name) {
    return new NexusGenConfig(model, name, session, adapters);
  }

  public NexusGenConfig withSession(SessionSettings settings) {
    return new NexusGenConfig(model, engine, settings, adapters);
  }

  public NexusGenConfig withAdapters(List<AdapterChoice> choices) {
    return new NexusGenConfig(model, engine, session, choices);
  }
}
