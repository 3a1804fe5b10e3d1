package org.nexusgen.cli;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.engine.SessionSettings.WeightMemory;
import org.nexusgen.api.engine.SessionSettings.WeightPrecision;
import picocli.CommandLine.Option;

/** Which model runs, and how. */
final class ModelOptions {
  /** Ways to store weights while a model is open. */
  enum Precision {
    CHECKPOINT,
    FLOAT8,
    INT8,
    INT4
  }

  @Option(
      names = "--model",
      paramLabel = "DIR",
      description = "Model folder; else NEXUSGEN_MODEL, else the shipped model.")
  private @Nullable Path model;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description = "Engine: onnxruntime, pytorch, tensorrt (${DEFAULT-VALUE}).")
  private String engine = NexusGenConfig.DEFAULT_ENGINE;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads; 0 lets the engine choose (${DEFAULT-VALUE}).")
  private int threads;

  @Option(
      names = "--weights",
      paramLabel = "HOW",
      description = "prepacked: fastest. mapped: memory stays flat (${DEFAULT-VALUE}).")
  private WeightMemory weights = WeightMemory.PREPACKED;

  @Option(
      names = "--precision",
      paramLabel = "P",
      description =
          "How weights are stored: checkpoint, float8 (the decoder's, as the reference's fp8"
              + " mode), int8, int4 (${DEFAULT-VALUE}).")
  private Precision precision = Precision.CHECKPOINT;

  @Option(names = "--verbose", description = "Show the whole trace of a failure.")
  private boolean verbose;

  Path folder() {
    return folder(model);
  }

  /** A chosen folder, or the default one. */
  static Path folder(@Nullable Path chosen) {
    if (chosen != null) {
      return chosen;
    }
    String environment = System.getenv("NEXUSGEN_MODEL");
    return environment != null && !environment.isEmpty()
        ? Path.of(environment)
        : shipped().resolve("mini");
  }

  /** The distribution's own models. */
  static Path shipped() {
    return Path.of(System.getProperty("nexusgen.home", "."), "models");
  }

  String engine() {
    return engine;
  }

  boolean verbose() {
    return verbose;
  }

  NexusGen open(Tools tools) {
    SessionSettings session =
        SessionSettings.standard()
            .withThreads(Checks.atLeast("threads", threads, 0))
            .withWeightMemory(weights)
            .withWeightPrecision(
                switch (precision) {
                  case CHECKPOINT -> WeightPrecision.CHECKPOINT;
                  case FLOAT8 -> WeightPrecision.FLOAT8;
                  case INT8 -> WeightPrecision.INT8_BLOCKS;
                  case INT4 -> WeightPrecision.INT4_BLOCKS;
                });
    return tools
        .factory()
        .get()
        .open(
            NexusGenConfig.of(folder())
                .withEngine(engine.toLowerCase(Locale.ROOT))
                .withSession(session));
  }
}
