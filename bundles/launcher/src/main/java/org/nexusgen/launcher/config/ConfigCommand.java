package org.nexusgen.launcher.config;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.nexusgen.api.command.FailureLine;
import org.nexusgen.api.command.Subcommand;
import org.nexusgen.api.command.UsageLine;
import picocli.CommandLine;

/** {@code nexusgen config}. */
public final class ConfigCommand implements Subcommand {
  private final PartSettings settings;

  public ConfigCommand(PartSettings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return "config";
  }

  @Override
  public String summary() {
    return "Show, explain and check the settings of the parts.";
  }

  @Override
  public int run(List<String> arguments, PrintStream out, PrintStream err) {
    PrintWriter writer = new PrintWriter(out, true, StandardCharsets.UTF_8);
    PrintWriter errors = new PrintWriter(err, true, StandardCharsets.UTF_8);
    CommandLine command =
        new CommandLine(new ConfigCommands(settings::effective, settings::faults, writer, errors));
    command.setOut(writer);
    command.setErr(errors);
    command.setParameterExceptionHandler(
        (failure, given) -> {
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
