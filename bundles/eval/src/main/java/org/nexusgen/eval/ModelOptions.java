package org.nexusgen.eval;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.NexusGenFactory;
import org.nexusgen.api.engine.SessionSettings;
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
      description = "Engine; else the setting pipeline.engine.")
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

  Path folder(NexusGenFactory models) {
    return model != null
        ? model
        : models
            .configuredModel()
            .orElseThrow(
                () ->
                    new BadInputException(
                        "no model is configured; name one with --model or NEXUSGEN_MODEL"));
  }

  NexusGenConfig config(NexusGenFactory models) {
    return config(models, folder(models));
  }

  /** A model as it is configured, with what the options say instead. */
  NexusGenConfig config(NexusGenFactory models, Path folder) {
    NexusGenConfig configured = models.configured(folder);
    SessionSettings session = configured.session();
    if (threads != null) {
      if (threads < 0) {
        throw new BadInputException("--threads: got %d, wants 0 or more".formatted(threads));
      }
      session = session.withThreads(threads);
    }
    return configured
        .withEngine(engine == null ? configured.engine() : engine)
        .withSession(session);
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
