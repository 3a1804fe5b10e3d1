package org.nexusgen.launcher.bundles;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.nexusgen.api.command.FailureLine;
import org.nexusgen.api.command.Subcommand;
import org.nexusgen.api.command.UsageLine;
import picocli.CommandLine;

/** {@code nexusgen bundles}. */
public final class BundlesCommand implements Subcommand {
  private final InstalledBundles bundles;

  public BundlesCommand(InstalledBundles bundles) {
    this.bundles = bundles;
  }

  @Override
  public String name() {
    return "bundles";
  }

  @Override
  public String summary() {
    return "Install, start, stop, update and remove bundles.";
  }

  @Override
  public int run(List<String> arguments, PrintStream out, PrintStream err) {
    PrintWriter writer = new PrintWriter(out, true, StandardCharsets.UTF_8);
    CommandLine command = new CommandLine(new BundleCommands(bundles, writer));
    command.setOut(writer);
    command.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
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
