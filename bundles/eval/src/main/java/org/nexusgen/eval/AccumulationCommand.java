package org.nexusgen.eval;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.backbone.GenerationSettings.ImageMode;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.FigurePart;
import org.nexusgen.api.train.CurvePlot;
import org.nexusgen.api.train.SampleSource;
import org.nexusgen.api.train.SampleSource.Split;
import org.nexusgen.api.train.TrainableBackbone.ImageInputs;
import org.nexusgen.api.train.TrainingSample.Task;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Prefilled against naive autoregression: figures 4 and 5 of the paper. */
@Command(
    name = "error-accumulation",
    description =
        "Errors of image embeddings by token, when all inputs are known as in training and when the"
            + " model generates by itself; prefilled against naive autoregression.",
    mixinStandardHelpOptions = true)
final class AccumulationCommand implements Callable<Integer> {
  @Mixin private ModelOptions options = new ModelOptions();

  @Option(
      names = "--naive",
      paramLabel = "DIR",
      description = "A model trained naively with the same budget, to compare --model with.")
  private @Nullable Path naive;

  @Option(names = "--n", paramLabel = "N", description = "Prompts (128).")
  private int count = 128;

  @Option(
      names = "--data",
      paramLabel = "F",
      description = "Prompts: a JSONL file or a world (${DEFAULT-VALUE}).")
  private String data = "shapes";

  @Option(names = "--no-pictures", description = "Paint and score no pictures.")
  private boolean noPictures;

  @Option(names = "--plot", paramLabel = "F", description = "Also draw the errors as a PNG.")
  private @Nullable Path plot;

  private final EvalServices services;
  private final PrintWriter out;
  private final PrintStream err;

  AccumulationCommand(EvalServices services, PrintWriter out, PrintStream err) {
    this.services = services;
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    if (count < 1) {
      throw new BadInputException("--n: got %d, wants 1 or more".formatted(count));
    }
    // Before the first model is measured for minutes.
    if (naive != null && !Files.isDirectory(naive)) {
      throw new BadInputException("--naive: %s is no folder".formatted(naive));
    }
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("command", "eval error-accumulation");
    NexusGenConfig config = options.config(services.models());
    facts.put("engine", config.engine());
    facts.put("seed", String.valueOf(options.seed()));
    facts.put("data", data);
    List<Accumulation> all = new ArrayList<>();
    try (SampleSource source = services.open(data, Split.HELD_OUT, options.seed())) {
      Slice slice = Slice.of(source, Task.GENERATION, count);
      if (slice.count() == 0) {
        throw new BadInputException(data + " has no samples for generation");
      }
      all.addAll(measure("prefilled", config, slice, facts));
      if (naive != null) {
        all.addAll(measure("naive", options.config(services.models(), naive), slice, facts));
      }
    }
    out.print(AccumulationReport.table(facts, all));
    out.flush();
    options
        .json()
        .ifPresent(f -> JsonFiles.write(f, json -> AccumulationReport.json(facts, all, json)));
    if (plot != null) {
      services
          .plot()
          .write(
              plot,
              new CurvePlot.Axes(
                  "Error of image embeddings", "token of the picture", "mean squared error"),
              all.stream().map(AccumulationReport::curve).toList());
    }
    return 0;
  }

  private List<Accumulation> measure(
      String role, NexusGenConfig config, Slice slice, Map<String, String> facts) {
    boolean draws = Boolean.getBoolean("nexusgen.terminal");
    InstantSource clock = InstantSource.system();
    boolean prefilled = role.equals("prefilled");
    int ways = prefilled ? 3 : 2;
    Engine engine = config.engines().of(FigurePart.BACKBONE, services.engines());
    try (NexusGen model = services.models().open(config);
        Progress progress = new Progress(err, draws, clock, (long) ways * slice.count())) {
      facts.put(role, model.model().settings().name());
      PartContext context = new PartContext(model.model(), engine, config.session());
      try (BackboneProbe probe = new BackboneProbe(context, services.backbone())) {
        AccumulationExperiment experiment =
            new AccumulationExperiment(
                model,
                probe,
                new Judge(services.scorers(), model),
                options.exam(),
                progress,
                clock);
        return prefilled
            ? List.of(
                experiment.known(role, slice, ImageInputs.PREFILL),
                experiment.generated(role, slice, ImageMode.ONE_PASS, !noPictures),
                experiment.generated(role, slice, ImageMode.LOOP, false))
            : List.of(
                experiment.known(role, slice, ImageInputs.TARGET),
                experiment.generated(role, slice, ImageMode.NAIVE, !noPictures));
      }
    }
  }
}
