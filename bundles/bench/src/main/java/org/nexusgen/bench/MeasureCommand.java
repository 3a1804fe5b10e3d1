package org.nexusgen.bench;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.engine.SessionSettings.WeightMemory;
import org.nexusgen.api.weights.ModelFolder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Measures. */
@Command(
    name = "nexusgen bench",
    description = "Measure each part of a model by itself, warm; wall times.",
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
    return chosen != null
        ? Path.of(chosen)
        : Path.of(System.getProperty("nexusgen.home", "."), "models", "mini");
  }

  @Override
  public Integer call() {
    SessionSettings settings =
        SessionSettings.standard()
            .withThreads(threads)
            .withWeightMemory(mapped ? WeightMemory.MAPPED : WeightMemory.PREPACKED);
    try (ModelFolder folder = services.models().open(folder())) {
      PartContext context = new PartContext(folder, services.engine(engine), settings);
      List<Measurement> measurements = new PartBench(services, context, repeat).run();
      Map<String, Long> memory = ProcessMemory.read();
      out.print(
          json
              ? BenchReport.json(engine, threads, measurements, memory) + "\n"
              : BenchReport.table(measurements, memory));
      out.flush();
    }
    return 0;
  }
}
