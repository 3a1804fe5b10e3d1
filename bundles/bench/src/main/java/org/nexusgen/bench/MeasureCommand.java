package org.nexusgen.bench;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.NexusGenFactory;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.engine.SessionSettings.WeightMemory;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightSet;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures. */
@Command(
    name = "nexusgen bench",
    description =
        "Measure each part of a model by itself, warm, then the whole command in a process of its"
            + " own, cold and warm; wall times and memory.",
    mixinStandardHelpOptions = true)
final class MeasureCommand implements Callable<Integer> {
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

  @Option(names = "--repeat", paramLabel = "N", description = "Repetitions (${DEFAULT-VALUE}).")
  private int repeat = 5;

  @Option(
      names = "--mapped",
      description = "Map the weights instead of copying them; else the setting pipeline.weights.")
  private boolean mapped;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  @Option(
      names = "--only",
      paramLabel = "WHAT",
      split = ",",
      description = "Of ${COMPLETION-CANDIDATES}, what to measure; all by default.")
  private Set<Subject> only = EnumSet.allOf(Subject.class);

  @Option(
      names = "--prompt",
      paramLabel = "TEXT",
      description = "What the whole command paints (${DEFAULT-VALUE}).")
  private String prompt = "a red circle to the left of a blue square";

  private final Services services;
  private final PrintWriter out;

  MeasureCommand(Services services, PrintWriter out) {
    this.services = services;
    this.out = out;
  }

  private ConfiguredRun configured() {
    NexusGenFactory factory = services.factory();
    NexusGenConfig configured = model == null ? factory.configured() : factory.configured(model);
    NexusGenConfig chosen = engine == null ? configured : configured.choosingEngines(engine);
    NexusGenConfig config = threads == null ? chosen : chosen.withThreads(threads);
    SessionSettings session = config.session();
    return new ConfiguredRun(
        config.withSession(mapped ? session.withWeightMemory(WeightMemory.MAPPED) : session),
        factory.configuredParts());
  }

  private static Path home() {
    return Path.of(System.getProperty("nexusgen.home", "."));
  }

  @Override
  public Integer call() {
    if (repeat < 1) {
      throw new BadInputException("repeat: got %d, wants 1 or more".formatted(repeat));
    }
    ConfiguredRun configured = configured();
    NexusGenConfig config = configured.config();
    try (ModelFolder folder = services.models().open(config.model())) {
      PartBench parts =
          new PartBench(
              services,
              configured.parts(),
              configured.contexts(only, services.engines(), folder),
              folder,
              repeat);
      List<Measurement> measurements = new ArrayList<>(parts.run(only));
      Map<String, Long> memory = new TreeMap<>(ProcessMemory.read());
      if (only.contains(Subject.COMMAND) && paints(folder)) {
        CommandBench command = new CommandBench(script(), arguments(configured, folder), repeat);
        measurements.addAll(command.run());
        memory.put("command", command.peakBytes());
      }
      out.print(
          json
              ? BenchReport.json(
                      config.engines().toString(), config.session().threads(), measurements, memory)
                  + "\n"
              : BenchReport.table(measurements, memory));
      out.flush();
    }
    return 0;
  }

  private static Path script() {
    return home().resolve("bin/nexusgen");
  }

  /** A made model has no tokenizer, and an embedding host no script. */
  private static boolean paints(ModelFolder folder) {
    return Files.isExecutable(script())
        && folder.file("tokenizer.json").isPresent()
        && folder.has(WeightSet.BACKBONE)
        && folder.has(WeightSet.GENERATION_DECODER);
  }

  private List<String> arguments(ConfiguredRun configured, ModelFolder folder) {
    // What was said before 'bench' holds for the command, too; the launcher has it.
    String[] front = System.getProperty("nexusgen.invocation", "").split("\0", -1);
    List<String> arguments = new ArrayList<>(List.of(front).subList(1, front.length));
    arguments.addAll(List.of("generate", prompt));
    arguments.addAll(configured.options(folder.root()));
    return arguments;
  }
}
