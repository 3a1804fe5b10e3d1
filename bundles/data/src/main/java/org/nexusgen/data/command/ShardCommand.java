package org.nexusgen.data.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.nexusgen.api.BadInputException;
import org.nexusgen.data.unified.PlacedSample;
import org.nexusgen.data.unified.SampleReader;
import org.nexusgen.data.unified.SampleWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Cuts a dataset into files of equal length. */
@Command(
    name = "shard",
    description = "Cut into files of N samples; every command reads the folder as one dataset.",
    mixinStandardHelpOptions = true)
final class ShardCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "JSONL file, or folder of such files.")
  private Path path = Path.of("");

  @Option(names = "--samples", required = true, paramLabel = "N", description = "In a shard.")
  private int samples;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR",
      description = "Folder.")
  private Path output = Path.of("");

  private final PrintWriter out;

  ShardCommand(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    if (samples < 1) {
      throw new BadInputException("--samples: got %d, wants 1 or more".formatted(samples));
    }
    int shards = 0;
    try (SampleReader reader = new SampleReader(path)) {
      Optional<PlacedSample> next = reader.next();
      while (next.isPresent()) {
        Path shard = output.resolve("shard-%05d.jsonl".formatted(shards++));
        try (SampleWriter writer = new SampleWriter(shard)) {
          while (next.isPresent() && writer.count() < samples) {
            Samples.stopIfInterrupted();
            writer.write(next.get());
            next = reader.next();
          }
          writer.commit();
        }
      }
    }
    out.println("shards %d".formatted(shards));
    return 0;
  }
}
