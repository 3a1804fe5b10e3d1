package org.nexusgen.data.command;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.nexusgen.api.BadInputException;
import org.nexusgen.data.unified.PlacedSample;
import org.nexusgen.data.unified.SampleReader;
import org.nexusgen.data.unified.SampleWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Interleaves datasets so that after every sample each has had its share, as nearly as whole
 * samples allow. Ends when the count is reached, or when a dataset that is due has no more.
 */
@Command(
    name = "mix",
    description = "Interleave datasets by ratio, until the first that is due has no more.",
    mixinStandardHelpOptions = true)
final class MixCommand implements Callable<Integer> {
  @Parameters(
      arity = "1..*",
      paramLabel = "FILE=SHARE",
      description = "Datasets with their shares; only the proportions count.")
  private List<String> sources = List.of();

  @Option(names = "--count", paramLabel = "N", description = "At most so many samples.")
  private long count = Long.MAX_VALUE;

  @Option(names = "--repeat", description = "Start datasets again at their ends; needs --count.")
  private boolean repeat;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "JSONL.")
  private Path output = Path.of("");

  private final PrintWriter out;

  MixCommand(PrintWriter out) {
    this.out = out;
  }

  /** A dataset, its share, and how many of its samples were taken. */
  private static final class Source implements AutoCloseable {
    private final Path path;
    private final double share;
    private SampleReader reader;
    private long taken;

    Source(Path path, double share) {
      this.path = path;
      this.share = share;
      this.reader = new SampleReader(path);
    }

    Optional<PlacedSample> next(boolean again) {
      Optional<PlacedSample> sample = reader.next();
      if (sample.isEmpty() && again) {
        reader.close();
        reader = new SampleReader(path);
        sample = reader.next();
      }
      taken += sample.isPresent() ? 1 : 0;
      return sample;
    }

    @Override
    public void close() {
      reader.close();
    }
  }

  @Override
  public Integer call() {
    if ((repeat && count == Long.MAX_VALUE) || count < 1) {
      throw new BadInputException("--count: wants 1 or more, and is needed with --repeat");
    }
    List<Source> opened = new ArrayList<>();
    try (SampleWriter writer = new SampleWriter(output)) {
      for (String source : sources) {
        opened.add(source(source));
      }
      mix(opened, writer);
      writer.commit();
      opened.forEach(source -> out.println("%d %s".formatted(source.taken, source.path)));
    } finally {
      opened.forEach(Source::close);
    }
    return 0;
  }

  private void mix(List<Source> from, SampleWriter writer) {
    double all = from.stream().mapToDouble(source -> source.share).sum();
    while (writer.count() < count) {
      Samples.stopIfInterrupted();
      long after = writer.count() + 1;
      Source due = from.get(0);
      for (Source source : from) {
        if (lack(source, after, all) > lack(due, after, all)) {
          due = source;
        }
      }
      Optional<PlacedSample> sample = due.next(repeat);
      if (sample.isEmpty()) {
        return;
      }
      writer.write(sample.get());
    }
  }

  private static double lack(Source source, long after, double all) {
    return source.share / all * after - source.taken;
  }

  private static Source source(String text) {
    int equals = text.lastIndexOf('=');
    try {
      double share = equals < 1 ? 0 : Double.parseDouble(text.substring(equals + 1));
      if (share > 0 && share < Double.POSITIVE_INFINITY) {
        return new Source(Path.of(text.substring(0, equals)), share);
      }
    } catch (NumberFormatException e) {
      throw new BadInputException(wanted(text), e);
    }
    throw new BadInputException(wanted(text));
  }

  private static String wanted(String text) {
    return "got '%s', wants FILE=SHARE with a share above 0, such as a.jsonl=0.4".formatted(text);
  }
}
