package org.nexusgen.data.command;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.ServiceLoader;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.NexusGenFactory;
import org.nexusgen.api.command.FailureLine;
import org.nexusgen.api.command.Subcommand;
import org.nexusgen.api.command.UsageLine;
import org.nexusgen.api.image.ImageFiles;
import org.nexusgen.data.reannotate.ReannotateCommand;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code nexusgen data}: makes, checks and changes datasets in the unified form. */
@Component(service = Subcommand.class)
public final class DataCommand implements Subcommand {
  private final ImageFiles images;
  private final List<NexusGenFactory> models;

  /**
   * @param models what opens a model, for re-annotation; everything else works without
   */
  @Activate
  public DataCommand(
      @Reference ImageFiles images,
      @Reference(policyOption = ReferencePolicyOption.GREEDY) List<NexusGenFactory> models) {
    this.images = images;
    this.models = List.copyOf(models);
  }

  /** With the services that the service loader finds. */
  public DataCommand() {
    this(
        ServiceLoader.load(ImageFiles.class)
            .findFirst()
            .orElseThrow(() -> new NexusGenException("no reader of image files is installed")),
        ServiceLoader.load(NexusGenFactory.class).stream()
            .map(ServiceLoader.Provider::get)
            .toList());
  }

  @Command(
      name = "nexusgen data",
      description = "Make, check and change datasets of pictures and conversations.",
      mixinStandardHelpOptions = true)
  private static final class Root {}

  @Override
  public String name() {
    return "data";
  }

  @Override
  public String summary() {
    return "Make, check and change datasets of pictures and conversations.";
  }

  @Override
  public int run(List<String> arguments, PrintStream out, PrintStream err) {
    PrintWriter writer = new PrintWriter(out, true, StandardCharsets.UTF_8);
    CommandLine command = new CommandLine(new Root());
    command.addSubcommand(new ShapesCommand(images, writer));
    command.addSubcommand(new ValidateCommand(images, err));
    command.addSubcommand(new StatsCommand(images, writer));
    command.addSubcommand(new SplitCommand(writer));
    command.addSubcommand(new MixCommand(writer));
    command.addSubcommand(new DedupeCommand(writer));
    command.addSubcommand(new ShardCommand(writer));
    command.addSubcommand(new ConvertCommand(images, writer));
    command.addSubcommand(new ReannotateCommand(models, images, writer, err));
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
    if (arguments.isEmpty()) {
      return UsageLine.print(
          "data wants a command", "nexusgen data", List.of(), List.of(), List.of(), err);
    }
    return command.execute(arguments.toArray(String[]::new));
  }
}
