package org.nexusgen.eval;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.NexusGenFactory;
import picocli.CommandLine.Option;

/** Which model is asked, and how. */
final class ModelOptions {
  private static final int MOST_TOKENS = 256;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description =
          "Model folder; else NEXUSGEN_MODEL, else the setting pipeline.model, else the shipped"
              + " model.")
  private @Nullable Path model;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description = "Engine, or one for each part; else the setting pipeline.engine.")
  private @Nullable String engine;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads, 0 lets the engine choose; else the setting pipeline.threads.")
  private @Nullable Integer threads;

  @Option(names = "--seed", paramLabel = "S", description = "Of samples and noise (1).")
  private long seed = 1;

  @Option(names = "--steps", paramLabel = "N", description = "Of the sampler; else the model's.")
  private @Nullable Integer steps;

  @Option(names = "--max-tokens", paramLabel = "N", description = "Of an answer (256).")
  private int maxTokens = MOST_TOKENS;

  @Option(names = "--json", paramLabel = "F", description = "Also write the result as JSON.")
  private @Nullable Path json;

  @Option(
      names = "--pictures",
      paramLabel = "DIR",
      description = "Keep the first pictures of every kind, side by side, wrong ones framed.")
  private @Nullable Path pictures;

  Gallery gallery(EvalServices services) {
    return pictures == null ? Gallery.closed() : new FolderGallery(pictures, services.imageFiles());
  }

  /** The model as it is configured, with what the options say instead. */
  NexusGenConfig config(NexusGenFactory models) {
    return over(model == null ? models.configured() : models.configured(model));
  }

  /** Another model, run in the same way. */
  NexusGenConfig config(NexusGenFactory models, Path folder) {
    return over(models.configured(folder));
  }

  private NexusGenConfig over(NexusGenConfig configured) {
    NexusGenConfig chosen = engine == null ? configured : configured.choosingEngines(engine);
    return threads == null ? chosen : chosen.withThreads(threads);
  }

  ExamSettings exam() {
    Integer wanted = steps;
    if (wanted != null && wanted < 1) {
      throw new BadInputException("--steps: got %d, wants 1 or more".formatted(wanted));
    }
    if (maxTokens < 1) {
      throw new BadInputException("--max-tokens: got %d, wants 1 or more".formatted(maxTokens));
    }
    OptionalInt chosen = wanted == null ? OptionalInt.empty() : OptionalInt.of(wanted);
    return new ExamSettings(seed, chosen, maxTokens);
  }

  long seed() {
    return seed;
  }

  Optional<Path> json() {
    return Optional.ofNullable(json);
  }
}
