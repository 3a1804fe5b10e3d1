package org.nexusgen.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nexusgen.api.command.UsageLine;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What arguments mean that are no command's: help for one, or an option that stands too early. */
final class Usage {
  private static final String HELP = "help";

  private Usage() {}

  /** Says in one line what is wrong with arguments; gives the exit code. */
  static int refused(ParameterException failure, PrintStream err) {
    CommandLine called = failure.getCommandLine();
    return refused(
        String.valueOf(failure.getMessage()), called, called.getUnmatchedArguments(), err);
  }

  private static int refused(
      String problem, CommandLine called, List<String> unknown, PrintStream err) {
    CommandSpec spec = called.getCommandSpec();
    return UsageLine.print(
        problem,
        spec.qualifiedName(),
        unknown,
        spec.optionsMap().keySet(),
        spec.subcommands().keySet(),
        err);
  }

  /** Whether what helps with a command is asked for, and not what helps with all. */
  static boolean asksHelp(List<String> arguments) {
    return arguments.size() > 1
        && arguments.get(0).equals(HELP)
        && !arguments.get(1).startsWith("-");
  }

  /** {@code help X Y} as {@code X Y --help}: X may be of another bundle, which knows its Y. */
  static List<String> asked(List<String> arguments) {
    List<String> command = new ArrayList<>(arguments.subList(1, arguments.size()));
    command.add("--help");
    return command;
  }

  /**
   * What is wrong with arguments before anything is made of them; empty if nothing is.
   *
   * @param root with all commands below it
   */
  static Optional<Integer> early(List<String> arguments, CommandLine root, PrintStream err) {
    if (asksHelp(arguments) && !root.getSubcommands().containsKey(arguments.get(1))) {
      String word = arguments.get(1);
      return Optional.of(
          refused("help: there is no command '" + word + "'", root, List.of(word), err));
    }
    String option = arguments.isEmpty() ? "" : arguments.get(0).replaceFirst("=.*", "");
    if (!option.startsWith("-") || root.getCommandSpec().optionsMap().containsKey(option)) {
      return Optional.empty();
    }
    return arguments.stream()
        .filter(root.getSubcommands()::containsKey)
        .findFirst()
        .map(
            command ->
                refused(
                    "option '%s' belongs behind the command: nexusgen %s %s …"
                        .formatted(option, command, option),
                    root,
                    List.of(),
                    err));
  }
}
