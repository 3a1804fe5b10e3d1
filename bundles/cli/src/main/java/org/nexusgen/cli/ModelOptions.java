package org.nexusgen.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.engine.SessionSettings.WeightMemory;
import org.nexusgen.api.engine.SessionSettings.WeightPrecision;
import org.nexusgen.api.weights.AdapterChoice;
import picocli.CommandLine.Option;

/** Which model runs, and how. */
final class ModelOptions {
  private static final Pattern NUMBER = Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)");

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

  @Option(
      names = "--lora",
      paramLabel = "DIR[:SCALE]",
      description =
          "Low-rank adapter in PEFT's layout to merge into the weights; may be given several"
              + " times. A scale of 1 is as it was trained.")
  private List<String> adapters = List.of();

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
                .withSession(session)
                .withAdapters(adapters.stream().map(ModelOptions::adapter).toList()));
  }

  /** What stands behind the last colon is a scale if it is a number: a path may have colons too. */
  static AdapterChoice adapter(String text) {
    int colon = text.lastIndexOf(':');
    String behind = text.substring(colon + 1);
    return colon > 0 && NUMBER.matcher(behind).matches()
        ? new AdapterChoice(Path.of(text.substring(0, colon)), Double.parseDouble(behind))
        : new AdapterChoice(Path.of(text), 1);
  }
}
