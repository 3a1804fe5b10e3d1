package org.nexusgen.data.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import org.nexusgen.data.unified.ContentKey;
import org.nexusgen.data.unified.SampleWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Keeps the first of equal samples. Holds 128 bits of every sample in memory. */
@Command(
    name = "dedupe",
    description = "Keep one of samples with the same text and the same pictures.",
    mixinStandardHelpOptions = true)
final class DedupeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "JSONL file, or folder of such files.")
  private Path path = Path.of("");

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "JSONL.")
  private Path output = Path.of("");

  private final PrintWriter out;

  DedupeCommand(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    Set<ContentKey> seen = new HashSet<>();
    long[] dropped = {0};
    try (SampleWriter writer = new SampleWriter(output)) {
      Samples.forEach(
          path,
          placed -> {
            if (seen.add(ContentKey.of(placed))) {
              writer.write(placed);
            } else {
              dropped[0]++;
            }
          });
      writer.commit();
      out.println("kept %d dropped %d".formatted(writer.count(), dropped[0]));
    }
    return 0;
  }
}
