package org.nexusgen.engines;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.nexusgen.api.engine.Availability.Reason;
import org.nexusgen.api.engine.Engine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Lists the engines that are installed. */
@Command(
    name = "nexusgen engines",
    mixinStandardHelpOptions = true,
    description = "Say for each engine whether it can run here, and what is missing if it cannot.",
    footer = {
      "",
      "Examples:",
      "  nexusgen engines",
      "  nexusgen engines install tensorrt",
      "  nexusgen engines warm --engine tensorrt"
    })
final class ListCommand implements Runnable {
  private static final long MEBIBYTE = 1 << 20;

  private final List<Engine> engines;
  private final List<Throwable> unmade;
  private final PrintWriter out;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  /**
   * @param unmade why others could not be made
   */
  ListCommand(List<Engine> engines, List<Throwable> unmade, PrintWriter out) {
    this.engines = engines;
    this.unmade = unmade;
    this.out = out;
  }

  @Override
  public void run() {
    List<EngineState> states =
        Stream.concat(
                engines.stream().map(EngineState::of), unmade.stream().map(EngineState::unmade))
            .sorted(Comparator.comparing(EngineState::name))
            .toList();
    if (json) {
      out.println(EngineJson.of(states));
    } else {
      states.forEach(this::print);
    }
  }

  private void print(EngineState one) {
    String memory =
        one.memory()
            .map(
                m ->
                    " (%d MiB free of %d)"
                        .formatted(m.freeBytes() / MEBIBYTE, m.totalBytes() / MEBIBYTE))
            .orElse("");
    out.println(
        "%-12s %-9s %-7s %s%s"
            .formatted(
                one.name(),
                one.version(),
                one.device(),
                one.available() ? "available" : "not available",
                memory));
    for (Reason reason : one.reasons()) {
      out.println("  %s: got %s, wants %s".formatted(reason.what(), reason.got(), reason.wanted()));
      out.println("    " + reason.remedy());
    }
  }
}
