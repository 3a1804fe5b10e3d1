package org.nexusgen.engines;

import java.util.List;
import java.util.Optional;
import org.nexusgen.api.engine.Availability;
import org.nexusgen.api.engine.DeviceMemory;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.EngineInfo;

/**
 * What an engine says of itself at one moment.
 *
 * @param reasons why it is not available; empty if it is
 */
record EngineState(
    String name,
    String version,
    String device,
    List<Availability.Reason> reasons,
    Optional<DeviceMemory> memory) {
  static EngineState of(Engine engine) {
    // one that cannot even tell what it is must not hide the others
    try {
      return asked(engine);
    } catch (RuntimeException | LinkageError e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      Availability.Reason reason =
          new Availability.Reason(
              "its code", cause.toString(), "code that runs here", "take another engine");
      return new EngineState(engine.name(), "?", "?", List.of(reason), Optional.empty());
    }
  }

  private static EngineState asked(Engine engine) {
    EngineInfo info = engine.info();
    List<Availability.Reason> reasons =
        switch (engine.availability()) {
          case Availability.Available() -> List.of();
          case Availability.Unavailable(List < Availability.Reason > all) -> all;
        };
    return new EngineState(
        engine.name(), info.version(), info.device(), reasons, engine.deviceMemory());
  }

  boolean available() {
    return reasons.isEmpty();
  }
}
