package org.nexusgen.pipeline;

import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.WeakHashMap;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.PartProvider;
import org.nexusgen.api.backbone.AutoregressiveBackbone;
import org.nexusgen.api.decode.Projector;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.engine.Availability;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.EngineChoice;
import org.nexusgen.api.engine.FigurePart;
import org.nexusgen.api.text.TextEncoder;
import org.nexusgen.api.vision.VisionEncoder;

/**
 * The engine of each part of an open model. An engine's natives live as long as the JVM: no lease
 * keeps it. Thread-safe.
 */
final class PartEngines {
  private final Map<FigurePart, Engine> byPart;
  private final Map<String, Availability.Unavailable> absent;
  private final Map<PartProvider<?>, PartEngine> given =
      Collections.synchronizedMap(new WeakHashMap<>());

  private PartEngines(
      Map<FigurePart, Engine> byPart, Map<String, Availability.Unavailable> absent) {
    this.byPart = byPart;
    this.absent = absent;
  }

  /**
   * @throws BadInputException if there is no such engine, or it cannot run here; the message says
   *     why and what helps
   */
  static PartEngines of(EngineChoice choice, Shelf<Engine> installed) {
    PartEngines chosen = planned(choice, installed);
    for (FigurePart part : FigurePart.values()) {
      String name = chosen.of(part).name();
      Availability.Unavailable not = chosen.absent.get(name);
      if (not != null) {
        throw new BadInputException(not.refusal(name));
      }
    }
    return chosen;
  }

  /**
   * For looking ahead: engines that cannot run here are among them.
   *
   * @throws BadInputException if there is no such engine
   */
  static PartEngines planned(EngineChoice choice, Shelf<Engine> installed) {
    Map<String, Engine> byName = new HashMap<>(); // whether it can run is asked once
    Map<FigurePart, Engine> engines = new EnumMap<>(FigurePart.class);
    Map<String, Availability.Unavailable> absent = new HashMap<>();
    for (FigurePart part : FigurePart.values()) {
      engines.put(part, byName.computeIfAbsent(choice.of(part), name -> engine(name, installed)));
    }
    byName.forEach(
        (name, engine) -> {
          if (engine.availability() instanceof Availability.Unavailable not) {
            absent.put(name, not);
          }
        });
    return new PartEngines(engines, absent);
  }

  /** The same engine for all. */
  static PartEngines one(Engine engine) {
    Map<FigurePart, Engine> engines = new EnumMap<>(FigurePart.class);
    for (FigurePart part : FigurePart.values()) {
      engines.put(part, engine);
    }
    return new PartEngines(engines, Map.of());
  }

  private static Engine engine(String name, Shelf<Engine> installed) {
    try (Lease<Engine> lease = installed.named(name)) {
      return lease.service();
    }
  }

  /** Those that cannot run here, by name, and why. */
  Map<String, Availability.Unavailable> absent() {
    return absent;
  }

  /** Whether a part computes on a device with memory of its own. */
  boolean hasDevice() {
    return byPart.values().stream().anyMatch(engine -> engine.deviceMemory().isPresent());
  }

  Engine of(FigurePart part) {
    return Objects.requireNonNull(byPart.get(part), "every part has an engine");
  }

  /** One that computes on this device. */
  Engine on(String device) {
    return byPart.values().stream()
        .filter(engine -> engine.info().device().equals(device))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no part runs on " + device));
  }

  /** What a provider makes its part from: the same for all, but for the engine. */
  PartContext context(PartProvider<?> provider, PartContext shared) {
    PartEngine engine = new PartEngine(part(provider).map(this::of).orElseGet(shared::engine));
    given.put(provider, engine);
    return new PartContext(shared.model(), engine, shared.session());
  }

  /** Name and version of the engine that runs a provider's part, if it has a network. */
  Optional<String> told(PartProvider<?> provider) {
    return Optional.ofNullable(given.get(provider))
        .filter(PartEngine::isUsed)
        .map(engine -> engine.name() + " " + engine.info().version());
  }

  static Optional<FigurePart> part(PartProvider<?> provider) {
    if (provider instanceof VisionEncoder.Provider) {
      return Optional.of(FigurePart.VISION_ENCODER);
    }
    if (provider instanceof AutoregressiveBackbone.Provider) {
      return Optional.of(FigurePart.BACKBONE);
    }
    if (provider instanceof Projector.Provider) {
      return Optional.of(FigurePart.PROJECTOR);
    }
    if (provider instanceof VisionDecoder.Provider) {
      return Optional.of(FigurePart.DECODER);
    }
    return provider instanceof TextEncoder.Provider
        ? Optional.of(FigurePart.TEXT_ENCODER)
        : Optional.empty();
  }
}
