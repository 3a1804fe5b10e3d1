package org.nexusgen.data.reannotate;

import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.NexusGenFactory;
import org.nexusgen.api.TokenOptions;
import org.nexusgen.api.image.ImageFiles;
import org.nexusgen.data.unified.ImageRules;
import org.nexusgen.data.unified.PlacedSample;
import org.nexusgen.data.unified.SampleLine;
import org.nexusgen.data.unified.SampleReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lets a model write answers and captions anew. */
@Command(
    name = "reannotate",
    description =
        "Let a model write answers and captions anew; what stood there is kept. A run that was"
            + " stopped goes on where it ended when it is repeated.",
    mixinStandardHelpOptions = true)
public final class ReannotateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "JSONL file, or folder of such files.")
  private Path input = Path.of("");

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "JSONL.")
  private Path output = Path.of("");

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

  @Option(
      names = "--parts",
      split = ",",
      paramLabel = "PART",
      description = "What is written anew: answers, captions (both).")
  private List<Reannotation.Part> parts = List.of(Reannotation.Part.values());

  @Option(
      names = "--caption-question",
      paramLabel = "TEXT",
      description = "With which captions are asked for (${DEFAULT-VALUE}).")
  private String captionQuestion = "describe the image.";

  @Option(names = "--max-tokens", paramLabel = "N", description = "Of an answer (512).")
  private int maxTokens = 512;

  private final List<NexusGenFactory> models;
  private final ImageFiles images;
  private final PrintWriter out;
  private final PrintStream err;

  public ReannotateCommand(
      List<NexusGenFactory> models, ImageFiles images, PrintWriter out, PrintStream err) {
    this.models = List.copyOf(models);
    this.images = images;
    this.out = out;
    this.err = err;
  }

  @Override
  public Integer call() {
    check();
    long written;
    NexusGenFactory factory =
        models.stream()
            .findFirst()
            .orElseThrow(
                () -> new NexusGenException("no pipeline is installed to run a model with"));
    NexusGenConfig config = config(factory);
    try (NexusGen opened = factory.open(config);
        SampleReader reader = new SampleReader(input);
        ResumableLines lines = new ResumableLines(output, settings(opened, config))) {
      Reannotation reannotation =
          new Reannotation(
              opened, new ImageRules(images), EnumSet.copyOf(parts), captionQuestion, tokens());
      written = write(reader, reannotation, lines);
      lines.commit();
    }
    out.println("reannotated %d".formatted(written));
    return 0;
  }

  private long write(SampleReader reader, Reannotation reannotation, ResumableLines lines) {
    Cancellation cancellation = new Cancellation();
    SampleLine form = new SampleLine(output);
    boolean draws = Boolean.getBoolean("nexusgen.terminal");
    long at = 0;
    for (Optional<PlacedSample> next = reader.next(); next.isPresent(); next = reader.next()) {
      cancellation.check();
      PlacedSample placed = next.get();
      if (at >= lines.done()) {
        PlacedSample anew = new PlacedSample(placed.place(), reannotation.of(placed, cancellation));
        lines.add(SampleLine.of(form.moved(anew)));
      }
      at++;
      if (draws) {
        err.print("\r%d".formatted(at));
        err.flush();
      }
    }
    if (draws) {
      err.print("\r\u001b[K");
    }
    return at;
  }

  private void check() {
    if (maxTokens < 1) {
      throw new BadInputException("--max-tokens: got %d, wants 1 or more".formatted(maxTokens));
    }
    try {
      if (Files.exists(output) && Files.exists(input) && Files.isSameFile(input, output)) {
        throw new BadInputException(
            "%s is input and output; choose another output".formatted(output));
      }
    } catch (IOException e) {
      throw new NexusGenException("%s: %s".formatted(output, e), e);
    }
  }

  /** Everything that the lines depend on. */
  private String settings(NexusGen opened, NexusGenConfig config) {
    return "%s (%d bytes), model %s at %s, engine %s, parts %s, at most %d tokens, captions by '%s'"
        .formatted(
            input.toAbsolutePath().normalize(),
            Files.isRegularFile(input) ? input.toFile().length() : 0,
            opened.model().settings().name(),
            opened.model().root().toAbsolutePath().normalize(),
            config.engine(),
            parts,
            maxTokens,
            captionQuestion);
  }

  private TokenOptions tokens() {
    return new TokenOptions(
        OptionalInt.of(maxTokens),
        true,
        OptionalDouble.empty(),
        OptionalInt.empty(),
        OptionalDouble.empty(),
        OptionalDouble.empty(),
        OptionalLong.empty(),
        List.of(),
        Optional.empty());
  }

  /** The model as it is configured, with what the options say instead. */
  private NexusGenConfig config(NexusGenFactory factory) {
    NexusGenConfig configured = model == null ? factory.configured() : factory.configured(model);
    NexusGenConfig chosen = engine == null ? configured : configured.choosingEngines(engine);
    return threads == null ? chosen : chosen.withThreads(threads);
  }
}
