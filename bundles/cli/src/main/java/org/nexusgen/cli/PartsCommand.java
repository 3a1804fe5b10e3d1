package org.nexusgen.cli;

import org.nexusgen.api.NexusGenFactory.InstalledPart;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Lists the services of the figure, and begins new ones. */
@Command(
    name = "parts",
    mixinStandardHelpOptions = true,
    description = "List the parts that are installed, box by box of the figure; begin a new one.")
final class PartsCommand implements Runnable {
  private final Tools tools;
  private final Tools.Streams streams;

  PartsCommand(Tools tools, Tools.Streams streams) {
    this.tools = tools;
    this.streams = streams;
  }

  static CommandLine parser(Tools tools, Tools.Streams streams) {
    return new CommandLine(new PartsCommand(tools, streams))
        .addSubcommand(new NewPartCommand(streams));
  }

  @Override
  public void run() {
    for (InstalledPart part : tools.factory().get().parts()) {
      streams.out().println("%-15s %-16s %s".formatted(part.box(), part.name(), part.version()));
    }
    streams.out().flush();
  }
}
