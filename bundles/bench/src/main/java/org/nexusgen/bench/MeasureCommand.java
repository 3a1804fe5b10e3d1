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
import org.nexusgen.api.PartContext;
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
      description = "Model folder; else NEXUSGEN_MODEL, else the shipped model.")
  private @Nullable Path model;

  @Option(names = "--engine", paramLabel = "NAME", description = "Engine (${DEFAULT-VALUE}).")
  private String engine = NexusGenConfig.DEFAULT_ENGINE;

  @Option(names = "--threads", paramLabel = "N", description = "Threads (${DEFAULT-VALUE}).")
  private int threads = 1;

  @Option(names = "--repeat", paramLabel = "N", description = "Repetitions (${DEFAULT-VALUE}).")
  private int repeat = 5;

  @Option(names = "--mapped", description = "Map the weights instead of copying them.")
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

  private Path folder() {
    if (model != null) {
      return model;
    }
    String chosen = System.getenv("NEXUSGEN_MODEL");
    return chosen != null && !chosen.isEmpty() ? Path.of(chosen) : home().resolve("models/mini");
  }

  private static Path home() {
    return Path.of(System.getProperty("nexusgen.home", "."));
  }

  @Override
  public Integer call() {
    if (repeat < 1) {
      throw new BadInputException("repeat: got %d, wants 1 or more".formatted(repeat));
    }
    SessionSettings settings =
        SessionSettings.standard()
            .withThreads(threads)
            .withWeightMemory(mapped ? WeightMemory.MAPPED : WeightMemory.PREPACKED);
    try (ModelFolder folder = services.models().open(folder())) {
      PartContext context = new PartContext(folder, services.engine(engine), settings);
      List<Measurement> measurements =
          new ArrayList<>(new PartBench(services, context, repeat).run(only));
      Map<String, Long> memory = new TreeMap<>(ProcessMemory.read());
      if (only.contains(Subject.COMMAND) && paints(folder)) {
        CommandBench command = new CommandBench(script(), arguments(folder), repeat);
        measurements.addAll(command.run());
        memory.put("command", command.peakBytes());
      }
      out.print(
          json
              ? BenchReport.json(engine, threads, measurements, memory) + "\n"
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

  private List<String> arguments(ModelFolder folder) {
    return List.of(
        "generate",
        prompt,
        "--model",
        folder.root().toAbsolutePath().toString(),
        "--engine",
        engine,
        "--threads",
        Integer.toString(threads),
        "--weights",
        mapped ? "mapped" : "prepacked");
  }
}
