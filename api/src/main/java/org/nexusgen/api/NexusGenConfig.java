package org.nexusgen.api;

import java.nio.file.Path;
import org.nexusgen.api.engine.SessionSettings;

/**
 * What a {@link NexusGen} is opened with.
 *
 * @param model folder in the original layout
 * @param engine name of the engine, such as {@code onnxruntime}
 * @param session threads, memory and precision for all parts
 */
public record NexusGenConfig(Path model, String engine, SessionSettings session) {
  /** The CPU default. */
  public static final String DEFAULT_ENGINE = "onnxruntime";

  /** A model on the default engine. */
  public static NexusGenConfig of(Path model) {
    return new NexusGenConfig(model, DEFAULT_ENGINE, SessionSettings.standard());
  }

  public NexusGenConfig withEngine(String name) {
    return new NexusGenConfig(model, name, session);
  }

  public NexusGenConfig withSession(SessionSettings settings) {
    return new NexusGenConfig(model, engine, settings);
  }
}
