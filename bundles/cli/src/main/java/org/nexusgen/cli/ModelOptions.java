package org.nexusgen.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.MemoryPlan;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.NexusGenFactory;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.engine.SessionSettings.WeightMemory;
import org.nexusgen.api.engine.SessionSettings.WeightPrecision;
import org.nexusgen.api.observe.Observer;
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
      description =
          "Folder of a model, or a name that 'nexusgen models' lists; else NEXUSGEN_MODEL, else the setting"
              + " pipeline.model, else the shipped model.")
  private @Nullable Path model;

  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description =
          "Engine: onnxruntime, pytorch, tensorrt, tensorrt11; or one for each part, such as"
              + " decoder=tensorrt,backbone=onnxruntime (parts: vision-encoder, backbone, projector,"
              + " decoder, text-encoder). Else the setting pipeline.engine (onnxruntime).")
  private @Nullable String engine;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads; 0 lets the engine choose; else the setting pipeline.threads (0).")
  private @Nullable Integer threads;

  @Option(
      names = "--weights",
      paramLabel = "HOW",
      description =
          "prepacked: fastest. mapped: memory stays flat. Else the setting pipeline.weights"
              + " (prepacked).")
  private @Nullable WeightMemory weights;

  @Option(
      names = "--precision",
      paramLabel = "P",
      description =
          "How weights are stored: checkpoint, float8 (the decoder's, as the reference's fp8"
              + " mode), int8, int4; else the setting pipeline.precision (checkpoint).")
  private @Nullable Precision precision;

  @Option(
      names = "--lora",
      paramLabel = "DIR[:SCALE]",
      description =
          "Low-rank adapter in PEFT's layout to merge into the weights; may be given several"
              + " times. A scale of 1 is as it was trained.")
  private List<String> adapters = List.of();

  @Option(names = "--verbose", description = "Show the whole trace of a failure.")
  private boolean verbose;

  private final List<Observer> observers = new ArrayList<>();

  private @Nullable NexusGenConfig opened;

  /** A chosen folder, or the one that is used where nobody chooses. */
  static Path folder(@Nullable Path chosen, Tools tools) {
    return chosen != null ? chosen : tools.factory().get().configured().model();
  }

  /** The distribution's own models. */
  static Path shipped() {
    return Path.of(System.getProperty("nexusgen.home", "."), "models");
  }

  /** What the model was opened with. */
  NexusGenConfig opened() {
    return Objects.requireNonNull(opened, "open comes first");
  }

  /** Lets somebody hear of the jobs of the model that is opened next. */
  void observe(Observer observer) {
    observers.add(observer);
  }

  boolean verbose() {
    return verbose;
  }

  /** Opens the model. What it will need of memory is said before where that can be too much. */
  NexusGen open(Tools tools, Tools.Streams streams) {
    NexusGenFactory factory = tools.factory().get();
    NexusGenConfig config = config(factory, model);
    opened = config;
    if (verbose || factory.isMemoryBounded(config)) {
      MemoryPlan plan = factory.plan(config);
      PlanLines.of(plan).forEach(streams.err()::println);
      if (!plan.devices().stream().allMatch(MemoryPlan.Device::fits)) {
        streams.err().println("that is all of the model; what is asked now may need less");
      }
    }
    return factory.open(config);
  }

  MemoryPlan plan(Tools tools, @Nullable Path named) {
    NexusGenFactory factory = tools.factory().get();
    return factory.plan(config(factory, one(named, model)));
  }

  /**
   * The model that an argument or the option names.
   *
   * @throws BadInputException if both do: whoever says two is not told which of them counted
   */
  static @Nullable Path one(@Nullable Path argument, @Nullable Path option) {
    if (argument != null && option != null) {
      throw new BadInputException(
          "one model: got %s and --model %s; give one of them".formatted(argument, option));
    }
    return argument == null ? option : argument;
  }

  /** What is configured, with what the options say instead. */
  private NexusGenConfig config(NexusGenFactory factory, @Nullable Path folder) {
    NexusGenConfig configured = folder == null ? factory.configured() : factory.configured(folder);
    NexusGenConfig chosen = engine == null ? configured : configured.choosingEngines(engine);
    SessionSettings session =
        (threads == null ? chosen : chosen.withThreads(threads))
            .session()
            .withWeightMemory(weights == null ? chosen.session().weightMemory() : weights)
            .withWeightPrecision(
                precision == null ? chosen.session().weightPrecision() : stored(precision));
    return chosen
        .withSession(session)
        .withAdapters(adapters.stream().map(ModelOptions::adapter).toList())
        .withObservers(observers);
  }

  private static WeightPrecision stored(Precision precision) {
    return switch (precision) {
      case CHECKPOINT -> WeightPrecision.CHECKPOINT;
      case FLOAT8 -> WeightPrecision.FLOAT8;
      case INT8 -> WeightPrecision.INT8_BLOCKS;
      case INT4 -> WeightPrecision.INT4_BLOCKS;
    };
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
