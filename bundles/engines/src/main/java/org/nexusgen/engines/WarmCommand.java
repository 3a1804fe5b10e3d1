package org.nexusgen.engines;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.NexusGenFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Builds plans ahead. */
@Command(
    name = "warm",
    mixinStandardHelpOptions = true,
    description = {
      "Build ahead what an engine would otherwise build when a part first runs: its plans for all"
          + " sizes that it is configured for. What is there already is not built again.",
      "Engines without plans (onnxruntime, pytorch) have nothing to do."
    },
    footer = {
      "",
      "Example:",
      "  nexusgen engines warm --engine tensorrt --model path/to/Nexus-GenV2"
    })
final class WarmCommand implements Runnable {
  private final Supplier<List<NexusGenFactory>> factories;
  private final PrintWriter out;
  private final PrintWriter err;

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

  WarmCommand(Supplier<List<NexusGenFactory>> factories, PrintWriter out, PrintWriter err) {
    this.factories = factories;
    this.out = out;
    this.err = err;
  }

  @Override
  public void run() {
    NexusGenFactory factory =
        factories.get().stream()
            .findFirst()
            .orElseThrow(
                () -> new BadInputException("nothing opens models: install nexusgen-pipeline"));
    NexusGenConfig configured = model == null ? factory.configured() : factory.configured(model);
    NexusGenConfig config = engine == null ? configured : configured.choosingEngines(engine);
    int plans =
        factory.warm(
            config,
            (done, total, plan) -> err.println("plan %d of %d: %s".formatted(done, total, plan)),
            new Cancellation());
    out.println(
        plans == 0
            ? "nothing to do: engine %s needs no plans".formatted(config.engines())
            : "%d plans are there for engine %s".formatted(plans, config.engines()));
  }
}
