package org.nexusgen.bench;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.nexusgen.api.NexusGenFactory;
import org.nexusgen.api.backbone.AutoregressiveBackbone;
import org.nexusgen.api.backbone.TokenSampler;
import org.nexusgen.api.command.FailureLine;
import org.nexusgen.api.command.Subcommand;
import org.nexusgen.api.command.UsageLine;
import org.nexusgen.api.decode.Projector;
import org.nexusgen.api.decode.VisionDecoder;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.sampling.DiffusionSampler;
import org.nexusgen.api.vision.VisionEncoder;
import org.nexusgen.api.weights.ModelLibrary;
import org.nexusgen.api.weights.TensorFiles;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import picocli.CommandLine;

/**
 * {@code nexusgen bench}: measures a model's parts; {@code bench make}: makes a model to measure.
 */
@Component(service = Subcommand.class)
public final class BenchCommand implements Subcommand {
  private final Services services;

  @Activate
  public BenchCommand(
      @Reference List<NexusGenFactory> factories,
      @Reference List<Engine> engines,
      @Reference List<VisionEncoder.Provider> encoders,
      @Reference List<AutoregressiveBackbone.Provider> backbones,
      @Reference List<TokenSampler> tokenSamplers,
      @Reference List<Projector.Provider> projectors,
      @Reference List<VisionDecoder.Provider> decoders,
      @Reference List<DiffusionSampler> samplers,
      @Reference ModelLibrary models,
      @Reference TensorFiles tensorFiles) {
    this.services =
        new Services(
            () -> factories,
            engines,
            encoders,
            backbones,
            tokenSamplers,
            projectors,
            decoders,
            samplers,
            models,
            tensorFiles);
  }

  /** With the services that the service loader finds. */
  public BenchCommand() {
    this.services = Services.loaded();
  }

  @Override
  public String name() {
    return "bench";
  }

  @Override
  public String summary() {
    return "Measure a model's parts, or make a model of any size to measure.";
  }

  @Override
  public int run(List<String> arguments, PrintStream out, PrintStream err) {
    PrintWriter writer = new PrintWriter(out, true, StandardCharsets.UTF_8);
    CommandLine command = new CommandLine(new MeasureCommand(services, writer));
    command.addSubcommand(new MakeCommand(services.tensorFiles(), writer));
    command.setCaseInsensitiveEnumValuesAllowed(true);
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
    return command.execute(arguments.toArray(String[]::new));
  }
}
