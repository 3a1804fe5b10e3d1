package org.nexusgen.training.command;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.nexusgen.api.BadInputException;
import org.nexusgen.training.json.Json;
import org.nexusgen.training.run.RunFolder;
import org.nexusgen.training.stage.Services;
import org.nexusgen.training.stage.StageRunner;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains one stage: {@code train backbone}, {@code train vision-encoder} and so on. */
@Command(
    description = "Train this part of a model, as a settings file says.",
    mixinStandardHelpOptions = true)
final class StageCommand implements Callable<Integer> {
  @Option(
      names = "--model",
      required = true,
      paramLabel = "DIR",
      description = "Folder of the model: its configuration is read, trained weights are written.")
  private Path model = Path.of("");

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "Settings of the stage, a JSON file; examples lie in conf/train.")
  private Path config = Path.of("");

  @Option(
      names = "--run",
      required = true,
      paramLabel = "DIR",
      description = "Folder for checkpoints and metrics.")
  private Path run = Path.of("");

  @Option(names = "--resume", description = "Go on with a run that was stopped.")
  private boolean resume;

  private final String trainer;
  private final Supplier<Services> services;
  private final PrintStream err;
  private final boolean terminal;
  private final LongSupplier nanos;

  StageCommand(
      String trainer,
      Supplier<Services> services,
      PrintStream err,
      boolean terminal,
      LongSupplier nanos) {
    this.trainer = trainer;
    this.services = services;
    this.err = err;
    this.terminal = terminal;
    this.nanos = nanos;
  }

  @Override
  public Integer call() {
    Map<String, Object> values = Json.read(config);
    if (!trainer.equals(values.get("train"))) {
      throw new BadInputException(
          "%s is for 'train %s', wants '\"train\": \"%s\"'"
              .formatted(config, values.get("train"), trainer));
    }
    boolean worked =
        new StageRunner(services.get(), nanos)
            .run(
                values,
                config.toString(),
                model,
                run,
                resume,
                new Progress("", err, terminal, nanos));
    boolean adapters = values.containsKey("lora");
    String what = adapters ? "the adapter" : "the model";
    Path where = adapters ? run.resolve(RunFolder.ADAPTER) : model;
    err.println(
        worked
            ? "trained; %s is in %s".formatted(what, where)
            : "%s was done before; %s is in %s".formatted(run, what, where));
    return 0;
  }
}
