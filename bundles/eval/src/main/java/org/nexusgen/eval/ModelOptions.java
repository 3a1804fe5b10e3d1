package org.nexusgen.eval;

import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.engine.SessionSettings;
import picocli.CommandLine.Option;

/** Which model is asked, and how. */
final class ModelOptions {
  private static final int MOST_TOKENS = 256;

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "Model folder; else NEXUSGEN_MODEL, else the shipped model.")
  private @Nullable Path model;

  @Option(names = "--engine", paramLabel = "NAME", description = "Engine (${DEFAULT-VALUE}).")
  private String engine = NexusGenConfig.DEFAULT_ENGINE;

  @Option(names = "--threads", paramLabel = "N", description = "Threads; 0 lets the engine choose.")
  private int threads;

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

  Path folder() {
    if (model != null) {
      return model;
    }
    String chosen = System.getenv("NEXUSGEN_MODEL");
    return chosen != null
        ? Path.of(chosen)
        : Path.of(System.getProperty("nexusgen.home", "."), "models", "mini");
  }

  NexusGenConfig config() {
    return config(folder());
  }

  NexusGenConfig config(Path folder) {
    return NexusGenConfig.of(folder).withEngine(engine).withSession(session());
  }

  SessionSettings session() {
    if (threads < 0) {
      throw new BadInputException("--threads: got %d, wants 0 or more".formatted(threads));
    }
    return SessionSettings.standard().withThreads(threads);
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

  String engine() {
    return engine;
  }

  long seed() {
    return seed;
  }

  Optional<Path> json() {
    return Optional.ofNullable(json);
  }
}
