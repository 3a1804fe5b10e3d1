package org.nexusgen.data.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.nexusgen.api.image.ImageFiles;
import org.nexusgen.data.unified.ImageRules;
import org.nexusgen.data.unified.Statistics;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Counts. */
@Command(
    name = "stats",
    description = "Count samples, tasks, turns, pictures and text.",
    mixinStandardHelpOptions = true)
final class StatsCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "JSONL file, or folder of such files.")
  private Path path = Path.of("");

  @Option(names = "--sizes", description = "Read the pictures, too, for their sizes.")
  private boolean sizes;

  @Option(names = "--json", description = "Print one JSON object.")
  private boolean json;

  private final ImageRules rules;
  private final PrintWriter out;

  StatsCommand(ImageFiles images, PrintWriter out) {
    this.rules = new ImageRules(images);
    this.out = out;
  }

  @Override
  public Integer call() {
    Statistics statistics = new Statistics();
    Samples.forEach(
        path,
        placed -> {
          statistics.add(placed.sample());
          if (sizes) {
            placed.imageFiles().forEach(file -> statistics.add(rules.read(file, placed.place())));
          }
        });
    if (json) {
      out.println(statistics.json());
    } else {
      statistics.values().forEach((name, value) -> out.println("%-22s %s".formatted(name, value)));
    }
    return 0;
  }
}
