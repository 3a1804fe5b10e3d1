package org.nexusgen.api;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Opens models with the parts that are installed. A service of the pipeline. */
public interface NexusGenFactory {
  /**
   * @throws BadInputException if the model folder or the engine does not exist
   */
  NexusGen open(NexusGenConfig config);

  /** The model folder that the configuration names, for callers that name none. */
  default Optional<Path> configuredModel() {
    return Optional.empty();
  }

  /** A model with the engine, threads and weights that the configuration names. */
  default NexusGenConfig configured(Path model) {
    return NexusGenConfig.of(model);
  }

  /** What is installed, for listings and messages. */
  List<InstalledPart> parts();

  /**
   * One service of the figure.
   *
   * @param box of the figure: {@code encoder}, {@code backbone}, {@code decoder}, {@code sampler},
   *     …
   * @param name by which requests choose it
   * @param version of its bundle
   */
  record InstalledPart(String box, String name, String version) {}
}
