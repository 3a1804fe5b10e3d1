package org.nexusgen.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.command.FailureLine;
import org.nexusgen.api.command.Subcommand;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** Parses arguments, runs the command that they name, and turns failures into one line. */
final class Commands {
  static final int DONE = 0;
  static final int FAILED = 1;
  static final int BAD_INPUT = 2;

  private static final String VERBOSE = "--verbose";

  private final Tools tools;
  private final Tools.Streams streams;

  Commands(Tools tools, Tools.Streams streams) {
    this.tools = tools;
    this.streams = streams;
  }

  /** The root command: it only holds the others. */
  @Command(
      name = "nexusgen",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      description = "One model that understands, generates and edits images.",
      footer = {
        "",
        "Examples:",
        "  nexusgen generate \"a red circle to the left of a blue square\" -o out.png",
        "  nexusgen understand --image out.png \"what is the background?\"",
        "  nexusgen edit --image out.png \"change the background to black\" -o edited.png",
        "",
        "The model is --model DIR, else NEXUSGEN_MODEL, else the setting pipeline.model, else the",
        "small one that is shipped. 'nexusgen config show' lists all settings;",
        "'nexusgen --set PART.KEY=VALUE COMMAND …' changes one for this run.",
        "'nexusgen java FILE.java' runs a program of yours on the installation's class path.",
        "Exit codes: 0 done, 1 failed, 2 bad usage or bad input."
      })
  static final class Root implements Runnable {
    @CommandLine.Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
      throw new ParameterException(
          spec.commandLine(), "no command given; 'nexusgen --help' lists them");
    }
  }

  int run(List<String> arguments) {
    boolean verbose = arguments.contains(VERBOSE);
    try {
      return execute(arguments);
    } catch (OutOfMemoryError e) {
      String remedy = "take --weights mapped, or set NEXUSGEN_JAVA_OPTS=-Xmx8g or more";
      return failed(new NexusGenException("out of memory; " + remedy, e), FAILED, verbose);
    } catch (NexusGenException e) {
      return failed(e, e instanceof BadInputException ? BAD_INPUT : FAILED, verbose);
    } catch (RuntimeException | Error e) { // of a bundle's own command, or of nobody's making
      return FailureLine.print(e, streams.err());
    }
  }

  private int execute(List<String> arguments) {
    // Commands of other bundles parse their own arguments.
    for (Subcommand other : arguments.isEmpty() ? List.<Subcommand>of() : tools.more().get()) {
      if (other.name().equals(arguments.get(0))) {
        return other.run(
            arguments.subList(1, arguments.size()),
            streams.in(),
            streams.out(),
            streams.err(),
            streams.terminal());
      }
    }
    CommandLine parser = parser();
    Optional<Integer> refused = Usage.early(arguments, parser, streams.err());
    if (refused.isPresent()) {
      return refused.get();
    }
    return Usage.asksHelp(arguments)
        ? execute(Usage.asked(arguments))
        : parser.execute(arguments.toArray(String[]::new));
  }

  private CommandLine parser() {
    CommandLine parser = new CommandLine(new Root());
    parser.addSubcommand(new UnderstandCommand(tools, streams));
    parser.addSubcommand(new GenerateCommand(tools, streams));
    parser.addSubcommand(new EditCommand(tools, streams));
    parser.addSubcommand(new ImagineCommand(tools, streams));
    parser.addSubcommand(new EncodeCommand(tools, streams));
    parser.addSubcommand(new DecodeCommand(tools, streams));
    parser.addSubcommand(new ChatCommand(tools, streams));
    parser.addSubcommand(ModelsCommand.parser(tools, streams));
    parser.addSubcommand(PartsCommand.parser(tools, streams));
    parser.addSubcommand(new CompletionCommand(streams));
    parser.addSubcommand(new HelpCommand());
    for (Subcommand other : tools.more().get()) {
      CommandSpec spec = CommandSpec.wrapWithoutInspection((Runnable) () -> {});
      spec.usageMessage().description(other.summary());
      parser.addSubcommand(other.name(), spec);
    }
    parser.setOut(writer(streams.out()));
    parser.setErr(writer(streams.err()));
    parser.setCaseInsensitiveEnumValuesAllowed(true);
    parser.setParameterExceptionHandler((wrong, given) -> Usage.refused(wrong, streams.err()));
    parser.setExecutionExceptionHandler((failure, line, parsed) -> handle(failure, parsed));
    return parser;
  }

  private int handle(Exception failure, CommandLine.ParseResult parsed) {
    boolean verbose = parsed.expandedArgs().contains(VERBOSE);
    if (failure instanceof NexusGenException) {
      return failed(failure, failure instanceof BadInputException ? BAD_INPUT : FAILED, verbose);
    }
    if (failure instanceof RuntimeException) {
      String what = failure.getClass().getSimpleName() + ": " + failure.getMessage();
      return failed(
          new NexusGenException("unexpected " + what + "; run again with --verbose", failure),
          FAILED,
          verbose);
    }
    return FailureLine.print(failure, streams.err());
  }

  private int failed(Exception failure, int code, boolean verbose) {
    String line = String.valueOf(failure.getMessage()).replaceAll("\\s*\\R\\s*", "; ");
    streams.err().println("nexusgen: " + line);
    if (verbose || Boolean.getBoolean(FailureLine.DEBUG)) {
      failure.printStackTrace(streams.err());
    }
    return code;
  }

  static PrintWriter writer(PrintStream stream) {
    return new PrintWriter(stream, true, StandardCharsets.UTF_8);
  }

  /** Prints a completion script for bash and zsh. */
  @Command(
      name = "completion",
      description = "Print a completion script for bash and zsh.",
      mixinStandardHelpOptions = true,
      footer = {"", "Example:", "  source <(nexusgen completion)"})
  static final class CompletionCommand implements Runnable {
    @CommandLine.Spec private CommandSpec spec = CommandSpec.create();

    private final Tools.Streams streams;

    CompletionCommand(Tools.Streams streams) {
      this.streams = streams;
    }

    @Override
    public void run() {
      streams.out().print(AutoComplete.bash("nexusgen", spec.root().commandLine()));
      streams.out().flush();
    }
  }
}
