package org.nexusgen.training.command;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.nexusgen.api.NexusGenFactory;
import org.nexusgen.api.command.FailureLine;
import org.nexusgen.api.command.Subcommand;
import org.nexusgen.api.command.UsageLine;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.image.ImageResizer;
import org.nexusgen.api.text.Tokenizer;
import org.nexusgen.api.train.CurvePlot;
import org.nexusgen.api.train.FittedPart;
import org.nexusgen.api.train.LabelledPictures;
import org.nexusgen.api.train.SampleSource;
import org.nexusgen.api.train.TrainableAutoencoder;
import org.nexusgen.api.train.TrainableBackbone;
import org.nexusgen.api.train.TrainableProjector;
import org.nexusgen.api.train.TrainableVisionDecoder;
import org.nexusgen.api.train.TrainableVisionEncoder;
import org.nexusgen.api.train.TrainingEngine;
import org.nexusgen.api.vision.VisionEncoder;
import org.nexusgen.api.weights.AdapterFiles;
import org.nexusgen.api.weights.ModelLibrary;
import org.nexusgen.api.weights.ModelWriter;
import org.nexusgen.api.weights.TensorFiles;
import org.nexusgen.training.stage.Services;
import org.nexusgen.training.stage.StageRunner;
import org.nexusgen.training.stage.Trainer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code nexusgen train}. */
@Component(service = Subcommand.class)
public final class TrainCommand implements Subcommand {
  private static final int BAD_USAGE = 2;
  private static final Set<String> RUN_OPTIONS =
      Set.of("--engine", "--threads", "--weights", "--precision");

  private final Supplier<Services> services;

  @Activate
  public TrainCommand(
      @Reference List<NexusGenFactory> factories,
      @Reference List<TrainingEngine> trainingEngines,
      @Reference List<Engine> engines,
      @Reference List<TrainableAutoencoder.Provider> autoencoders,
      @Reference List<TrainableVisionEncoder.Provider> trainableVisionEncoders,
      @Reference List<TrainableBackbone.Provider> backbones,
      @Reference List<TrainableProjector.Provider> projectors,
      @Reference List<TrainableVisionDecoder.Provider> decoders,
      @Reference List<VisionEncoder.Provider> visionEncoders,
      @Reference List<Tokenizer.Provider> tokenizers,
      @Reference List<SampleSource.Provider> sources,
      @Reference List<LabelledPictures> worlds,
      @Reference ModelLibrary models,
      @Reference ModelWriter modelWriter,
      @Reference AdapterFiles adapterFiles,
      @Reference TensorFiles tensorFiles,
      @Reference ImageResizer resizer,
      @Reference List<CurvePlot> plots,
      @Reference List<FittedPart> fitted) {
    Services given =
        new Services(
            () -> factories,
            trainingEngines,
            engines,
            autoencoders,
            trainableVisionEncoders,
            backbones,
            projectors,
            decoders,
            visionEncoders,
            tokenizers,
            sources,
            worlds,
            models,
            modelWriter,
            adapterFiles,
            tensorFiles,
            resizer,
            plots,
            fitted);
    this.services = () -> given;
  }

  /** With the services that the service loader finds. */
  public TrainCommand() {
    this.services = Services::loaded;
  }

  @Command(
      name = "nexusgen train",
      description = "Train a model's parts.",
      mixinStandardHelpOptions = true)
  private static final class Root {}

  @Override
  public String name() {
    return "train";
  }

  @Override
  public String summary() {
    return "Train a model's parts.";
  }

  @Override
  public int run(List<String> arguments, PrintStream out, PrintStream err) {
    CommandLine command = new CommandLine(new Root());
    boolean terminal = Boolean.getBoolean("nexusgen.terminal");
    for (Trainer trainer : StageRunner.trainers()) {
      command.addSubcommand(
          trainer.name(),
          new StageCommand(trainer.name(), services, err, terminal, System::nanoTime));
    }
    command.addSubcommand(new MiniCommand(services, err, terminal, System::nanoTime));
    PrintWriter writer = new PrintWriter(out, true, StandardCharsets.UTF_8);
    command.addSubcommand(new StatusCommand(services, writer));
    command.addSubcommand(new PlotCommand(services, writer));
    command.setOut(writer);
    command.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    command.setParameterExceptionHandler((failure, line) -> refused(failure, err));
    command.setExecutionExceptionHandler(
        (failure, line, parsed) -> FailureLine.print(failure, err));
    Optional<String> foreign = ofRuns(arguments);
    if (foreign.isPresent()) {
      err.println(
          "nexusgen: train has no option %s: what trains, and with how many threads, is said by"
                  .formatted(foreign.get())
              + " 'engine' and 'threads' in the stage's settings file; parts that are not trained"
              + " run on the engines of the setting pipeline.engine");
      return BAD_USAGE;
    }
    if (arguments.isEmpty()) {
      return UsageLine.print(
          "train wants what to train", "nexusgen train", List.of(), List.of(), List.of(), err);
    }
    return command.execute(arguments.toArray(String[]::new));
  }

  private static int refused(CommandLine.ParameterException failure, PrintStream err) {
    CommandLine called = failure.getCommandLine();
    CommandLine.Model.CommandSpec spec = called.getCommandSpec();
    return UsageLine.print(
        String.valueOf(failure.getMessage()),
        spec.qualifiedName(),
        called.getUnmatchedArguments(),
        spec.optionsMap().keySet(),
        spec.subcommands().keySet(),
        err);
  }

  /** Options of commands that run a model, which somebody may expect here. */
  private static Optional<String> ofRuns(List<String> arguments) {
    return arguments.stream()
        .map(argument -> argument.replaceFirst("=.*", ""))
        .filter(RUN_OPTIONS::contains)
        .findFirst();
  }
}
