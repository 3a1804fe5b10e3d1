package org.nexusgen.api;

import java.nio.file.Path;
import java.util.List;
import org.nexusgen.api.engine.EngineChoice;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.observe.Observer;
import org.nexusgen.api.weights.AdapterChoice;

/**
 * What a {@link NexusGen} is opened with.
 *
 * @param model folder in the original layout
 * @param engine name of the engine, such as {@code onnxruntime}, or of one for each part, such as
 *     {@code decoder=tensorrt,backbone=onnxruntime}: see {@link #engines}
 * @param session threads, memory and precision for all parts
 * @param adapters merged into the model's weights
 * @param observers that hear the jobs of this model alone
 */
public record NexusGenConfig(
    Path model,
    String engine,
    SessionSettings session,
    List<AdapterChoice> adapters,
    List<Observer> observers) {
  /** The CPU default. */
  public static final String DEFAULT_ENGINE = "onnxruntime";

  public NexusGenConfig {
    adapters = List.copyOf(adapters);
    observers = List.copyOf(observers);
    EngineChoice.parse(engine, EngineChoice.of(DEFAULT_ENGINE)); // refuses what it cannot read
  }

  /** Without observers of its own. */
  public NexusGenConfig(
      Path model, String engine, SessionSettings session, List<AdapterChoice> adapters) {
    this(model, engine, session, adapters, List.of());
  }

  /** A model on the default engine. */
  public static NexusGenConfig of(Path model) {
    return new NexusGenConfig(model, DEFAULT_ENGINE, SessionSettings.standard(), List.of());
  }

  public NexusGenConfig withEngine(String name) {
    return new NexusGenConfig(model, name, session, adapters, observers);
  }

  /** Which engine runs which part; a part that nobody names runs on the default engine. */
  public EngineChoice engines() {
    return EngineChoice.parse(engine, EngineChoice.of(DEFAULT_ENGINE));
  }

  public NexusGenConfig withEngines(EngineChoice choice) {
    return withEngine(choice.toString());
  }

  /**
   * What is said over what is configured: engines by part, where a part that the text does not name
   * stays as it is.
   *
   * @param text as {@link EngineChoice#parse} reads it
   * @throws BadInputException if it reads something else
   */
  public NexusGenConfig choosingEngines(String text) {
    return withEngines(EngineChoice.parse(text, engines()));
  }

  /**
   * With another number of threads.
   *
   * @param count of one operator, 1024 at most; 0 lets the engine choose
   * @throws BadInputException if it is negative or more than that
   */
  public NexusGenConfig withThreads(int count) {
    SessionSettings chosen;
    try {
      chosen = session.withThreads(count); // knows the bounds
    } catch (IllegalArgumentException e) {
      throw new BadInputException(String.valueOf(e.getMessage()), e);
    }
    return withSession(chosen);
  }

  public NexusGenConfig withSession(SessionSettings settings) {
    return new NexusGenConfig(model, engine, settings, adapters, observers);
  }

  public NexusGenConfig withAdapters(List<AdapterChoice> choices) {
    return new NexusGenConfig(model, engine, session, choices, observers);
  }

  public NexusGenConfig withObservers(List<Observer> listening) {
    return new NexusGenConfig(model, engine, session, adapters, listening);
  }
}
