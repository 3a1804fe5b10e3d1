package org.nexusgen.data.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.nexusgen.api.BadInputException;
import org.nexusgen.data.unified.ContentKey;
import org.nexusgen.data.unified.SampleWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Splits by content: samples that share their first picture stay together. */
@Command(
    name = "split",
    description = "Split into train.jsonl and test.jsonl by content.",
    mixinStandardHelpOptions = true)
final class SplitCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "JSONL file, or folder of such files.")
  private Path path = Path.of("");

  @Option(names = "--test", paramLabel = "X", description = "Share of the test part (0.1).")
  private double test = 0.1;

  @Option(names = "--seed", paramLabel = "N", description = "Another seed, another split.")
  private long seed = 1;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "DIR",
      description = "Folder.")
  private Path output = Path.of("");

  private final PrintWriter out;

  SplitCommand(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    if (!(test > 0 && test < 1)) {
      throw new BadInputException("--test: got %s, wants more than 0, less than 1".formatted(test));
    }
    try (SampleWriter training = new SampleWriter(output.resolve("train.jsonl"));
        SampleWriter testing = new SampleWriter(output.resolve("test.jsonl"))) {
      Samples.forEach(
          path,
          placed -> {
            boolean kept = ContentKey.ofGroup(placed).fraction(seed) >= test;
            (kept ? training : testing).write(placed);
          });
      training.commit();
      testing.commit();
      out.println("train %d test %d".formatted(training.count(), testing.count()));
    }
    return 0;
  }
}
