package org.nexusgen.engines;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  /** How the service loader names the class of a service. */
  private static final Pattern PROVIDER = Pattern.compile("Provider ([\\w.$]+)");

  static EngineState of(Engine engine) {
    // one that cannot even tell what it is must not hide the others
    try {
      return asked(engine);
    } catch (RuntimeException | LinkageError e) {
      return broken(engine.name(), e, "take another engine");
    }
  }

  /** One that could not even be made; the failure tells the class that it would be. */
  static EngineState unmade(Throwable failure) {
    Matcher provider = PROVIDER.matcher(String.valueOf(failure.getMessage()));
    return broken(
        provider.find() ? provider.group(1) : "?",
        failure,
        "mend or remove its jar on the class path or module path");
  }

  private static EngineState broken(String name, Throwable failure, String remedy) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    Availability.Reason reason =
        new Availability.Reason("its code", cause.toString(), "code that runs here", remedy);
    return new EngineState(name, "?", "?", List.of(reason), Optional.empty());
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
