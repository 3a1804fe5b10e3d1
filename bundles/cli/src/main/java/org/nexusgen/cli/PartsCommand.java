package org.nexusgen.cli;

import org.nexusgen.api.NexusGenFactory.InstalledPart;
import picocli.CommandLine.Command;

/** Lists the services of the figure. */
@Command(
    name = "parts",
    mixinStandardHelpOptions = true,
    description = "List the parts that are installed, box by box of the figure.")
final class PartsCommand implements Runnable {
  private final Tools tools;
  private final Tools.Streams streams;

  PartsCommand(Tools tools, Tools.Streams streams) {
    this.tools = tools;
    this.streams = streams;
  }

  @Override
  public void run() {
    for (InstalledPart part : tools.factory().get().parts()) {
      streams.out().println("%-15s %-16s %s".formatted(part.box(), part.name(), part.version()));
    }
    streams.out().flush();
  }
}
