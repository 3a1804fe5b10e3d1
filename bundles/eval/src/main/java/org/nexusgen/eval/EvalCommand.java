package org.nexusgen.eval;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.TreeMap;
import org.nexusgen.api.NexusGenFactory;
import org.nexusgen.api.backbone.AutoregressiveBackbone;
import org.nexusgen.api.backbone.TokenSampler;
import org.nexusgen.api.command.FailureLine;
import org.nexusgen.api.command.Subcommand;
import org.nexusgen.api.command.UsageLine;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.image.ImageFiles;
import org.nexusgen.api.text.Tokenizer;
import org.nexusgen.api.train.CurvePlot;
import org.nexusgen.api.train.SampleScorer;
import org.nexusgen.api.train.SampleSource;
import org.nexusgen.api.train.TrainableAutoencoder;
import org.nexusgen.api.train.TrainableBackbone;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code nexusgen eval}: scores and experiments. */
@Component(service = Subcommand.class)
public final class EvalCommand implements Subcommand {
  private final EvalServices services;

  @Activate
  public EvalCommand(
      @Reference NexusGenFactory models,
      @Reference(policyOption = ReferencePolicyOption.GREEDY) List<Engine> engines,
      @Reference(policyOption = ReferencePolicyOption.GREEDY) List<SampleSource.Provider> sources,
      @Reference(policyOption = ReferencePolicyOption.GREEDY) List<SampleScorer> scorers,
      @Reference(policyOption = ReferencePolicyOption.GREEDY)
          List<TrainableAutoencoder.Provider> autoencoders,
      @Reference(policyOption = ReferencePolicyOption.GREEDY) List<ImageFiles> images,
      @Reference(policyOption = ReferencePolicyOption.GREEDY) List<CurvePlot> plots,
      @Reference(policyOption = ReferencePolicyOption.GREEDY) List<Tokenizer.Provider> tokenizers,
      @Reference(policyOption = ReferencePolicyOption.GREEDY)
          List<AutoregressiveBackbone.Provider> backbones,
      @Reference(policyOption = ReferencePolicyOption.GREEDY)
          List<TrainableBackbone.Provider> trainables,
      @Reference(policyOption = ReferencePolicyOption.GREEDY) List<TokenSampler> samplers) {
    this.services =
        new EvalServices(
            models,
            engines,
            sources,
            scorers,
            autoencoders,
            images,
            plots,
            new EvalServices.BackboneServices(tokenizers, backbones, trainables, samplers));
  }

  /** With the services that the service loader finds. */
  public EvalCommand() {
    this.services = EvalServices.loaded();
  }

  @Command(
      name = "nexusgen eval",
      description = "Score models, and repeat the paper's experiments.",
      mixinStandardHelpOptions = true)
  private static final class Root {}

  @Override
  public String name() {
    return "eval";
  }

  @Override
  public String summary() {
    return "Score models, and repeat the paper's experiments.";
  }

  @Override
  public int run(List<String> arguments, PrintStream out, PrintStream err) {
    PrintWriter writer = new PrintWriter(out, true, StandardCharsets.UTF_8);
    CommandLine command = new CommandLine(new Root());
    command.addSubcommand(new MiniCommand(services, writer, err));
    command.addSubcommand(new AccumulationCommand(services, writer, err));
    command.addSubcommand(new AblationCommand(services, writer, err));
    new TreeMap<>(DatasetCommand.names())
        .forEach(
            (task, description) -> {
              CommandLine exam = new CommandLine(new DatasetCommand(task, services, writer, err));
              exam.getCommandSpec().usageMessage().description(description);
              command.addSubcommand(task, exam);
            });
    command.setOut(writer);
    command.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
    command.setParameterExceptionHandler(
        (failure, line) -> {
          CommandLine called = failure.getCommandLine();
          CommandLine.Model.CommandSpec spec = called.getCommandSpec();
          return UsageLine.print(
              String.valueOf(failure.getMessage()),
              spec.qualifiedName(),
              called.getUnmatchedArguments(),
              spec.optionsMap().keySet(),
              spec.subcommands().keySet(),
              err);
        });
    command.setExecutionExceptionHandler(
        (failure, line, parsed) -> FailureLine.print(failure, err));
    if (arguments.isEmpty()) {
      return UsageLine.print(
          "eval wants a command", "nexusgen eval", List.of(), List.of(), List.of(), err);
    }
    return command.execute(arguments.toArray(String[]::new));
  }
}
