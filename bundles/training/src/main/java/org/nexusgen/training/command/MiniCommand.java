package org.nexusgen.training.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
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
    new MiniTraining(services.get(), err, new Progress(err, terminal, nanos), nanos)
        .make(out, recipe, smoke, resume);
    err.println("the model is in " + out.resolve("model"));
    return 0;
  }
}
