package org.nexusgen.pipeline;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which model is meant where nobody names one.
 *
 * @param variable what {@code NEXUSGEN_MODEL} says
 * @param home folder of the installation, if there is one
 */
record UnnamedModel(@Nullable String variable, @Nullable String home) {
  /** As this process was started. */
  static UnnamedModel ofProcess() {
    return new UnnamedModel(System.getenv("NEXUSGEN_MODEL"), System.getProperty("nexusgen.home"));
  }

  /**
   * The variable counts more than the setting, the setting more than what is shipped.
   *
   * @param setting {@code pipeline.model}
   */
  Optional<Path> orElse(Optional<Path> setting) {
    if (variable != null && !variable.isEmpty()) {
      return Optional.of(Path.of(variable));
    }
    return setting.or(() -> Optional.ofNullable(home).map(one -> Path.of(one, "models", "mini")));
  }
}
