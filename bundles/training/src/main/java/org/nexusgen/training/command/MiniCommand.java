package org.nexusgen.training.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.nexusgen.api.BadInputException;
import org.nexusgen.training.mini.MiniTraining;
import org.nexusgen.training.stage.Services;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code train mini}: a complete small model from nothing. */
@Command(
    name = "mini",
    description = "Make the small model of the shapes world from nothing: all parts, in hours.",
    mixinStandardHelpOptions = true)
final class MiniCommand implements Callable<Integer> {
  /** No three stages are independent of each other for long. */
  private static final int MOST_LANES = 2;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Folder for model and runs (${DEFAULT-VALUE}).")
  private Path out = Path.of("mini");

  @Option(names = "--smoke", description = "Minutes instead of hours: only see that all learns.")
  private boolean smoke;

  @Option(names = "--resume", description = "Go on with what was stopped.")
  private boolean resume;

  @Option(
      names = "--recipe",
      paramLabel = "DIR",
      description = "Folder with a recipe of your own, such as a changed copy of conf/train/mini.")
  private Optional<Path> recipe = Optional.empty();

  @Option(
      names = "--lanes",
      paramLabel = "N",
      description = "Stages that are trained at once, each by one thread (${DEFAULT-VALUE}).")
  private int lanes = Math.clamp(Runtime.getRuntime().availableProcessors(), 1, MOST_LANES);

  private final Supplier<Services> services;
  private final PrintStream err;
  private final boolean terminal;
  private final LongSupplier nanos;

  MiniCommand(Supplier<Services> services, PrintStream err, boolean terminal, LongSupplier nanos) {
    this.services = services;
    this.err = err;
    this.terminal = terminal;
    this.nanos = nanos;
  }

  @Override
  public Integer call() {
    if (lanes < 1) {
      throw new BadInputException("--lanes: got %d, wants 1 or more".formatted(lanes));
    }
    new MiniTraining(
            services.get(),
            err,
            stage -> new Progress(stage + ": ", err, terminal, nanos),
            lanes,
            nanos)
        .make(out, recipe, smoke, resume);
    err.println("the model is in " + out.resolve("model"));
    return 0;
  }
}
