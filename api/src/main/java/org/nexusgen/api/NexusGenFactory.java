package org.nexusgen.api;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.engine.WarmListener;
import org.osgi.annotation.versioning.ProviderType;

/** Opens models with the parts that are installed. A service of the pipeline. */
@ProviderType
public interface NexusGenFactory {
  /**
   * @throws BadInputException if the model folder or the engine does not exist
   */
  NexusGen open(NexusGenConfig config);

  /**
   * The model where a caller names none: that of the variable {@code NEXUSGEN_MODEL}, else the
   * configured one, else the small one of the installation; empty if there is none of these.
   */
  default Optional<Path> configuredModel() {
    return Optional.empty();
  }

  /** A model with the engine, threads and weights that the configuration names. */
  default NexusGenConfig configured(Path model) {
    return NexusGenConfig.of(model);
  }

  /**
   * The {@linkplain #configuredModel configured model}, as it is configured.
   *
   * @throws BadInputException if none is
   */
  default NexusGenConfig configured() {
    return configured(
        configuredModel()
            .orElseThrow(
                () ->
                    new BadInputException(
                        "no model is configured; name one with --model or NEXUSGEN_MODEL")));
  }

  /**
   * What a model would need of memory when it is opened so. Loads nothing, and needs no device:
   * engines that cannot run here are {@linkplain MemoryPlan#absent told}.
   *
   * @throws BadInputException if the model folder or an engine does not exist
   */
  default MemoryPlan plan(NexusGenConfig config) {
    return MemoryPlan.empty();
  }

  /**
   * Whether jobs make that plan, of the parts that they use and of those that are open, and refuse
   * what does not fit before they load anything: where an engine has a device with memory of its
   * own, or a bound is configured.
   */
  default boolean isMemoryBounded(NexusGenConfig config) {
    return false;
  }

  /**
   * Builds ahead, part by part, what engines would otherwise build when a part first runs: see
   * {@link org.nexusgen.api.engine.GraphSession#warm}.
   *
   * @return the number of plans that are there now; 0 if the engines have none
   */
  default int warm(NexusGenConfig config, WarmListener listener, Cancellation cancellation) {
    return 0;
  }

  /** The parts that a request gets which names none. */
  default ConfiguredParts configuredParts() {
    return ConfiguredParts.best();
  }

  /** What is installed, for listings and messages. */
  List<InstalledPart> parts();

  /** How parts came and went since this factory began, box by box. */
  default List<Swaps> swaps() {
    return List.of();
  }

  /**
   * How the parts of one box came and went.
   *
   * @param box of the figure
   * @param arrivals parts that came, the first ones included
   * @param departures parts that left
   * @param abandoned departures that did not wait for the last call: it took too long
   * @param waits calls that waited for a part which was being replaced
   * @param longestWait of these
   * @param givenUp calls that were given up, because the part showed no sign of life
   */
  record Swaps(
      String box,
      long arrivals,
      long departures,
      long abandoned,
      long waits,
      Duration longestWait,
      long givenUp) {}

  /**
   * One service of the figure.
   *
   * @param box of the figure: {@code encoder}, {@code backbone}, {@code decoder}, {@code sampler},
   *     …
   * @param name by which requests choose it
   * @param version of its bundle
   */
  record InstalledPart(String box, String name, String version) {}

  /**
   * Names of parts that the configuration chooses. What is empty is the part that ranks first; of
   * diffusion samplers, the model's own.
   *
   * @param encoder of pictures
   * @param backbone of the figure
   * @param tokenSampler that chooses tokens
   * @param sampler of diffusion
   * @param decoders by task
   */
  record ConfiguredParts(
      Optional<String> encoder,
      Optional<String> backbone,
      Optional<String> tokenSampler,
      Optional<String> sampler,
      Map<DecodingTask, String> decoders) {
    public ConfiguredParts {
      decoders = Map.copyOf(decoders);
    }

    /** Where nothing is configured. */
    public static ConfiguredParts best() {
      Optional<String> none = Optional.empty();
      return new ConfiguredParts(none, none, none, none, Map.of());
    }

    /** The decoder of a task. */
    public Optional<String> decoder(DecodingTask task) {
      return Optional.ofNullable(decoders.get(task));
    }
  }
}
