package org.nexusgen.data.unified;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.nexusgen.api.BadInputException;
import org.nexusgen.data.json.Inputs;
import org.nexusgen.data.json.LineReader;
import org.nexusgen.data.json.Place;

/**
 * Samples of a JSONL file, or of all JSONL files of a folder in the order of their names, one in
 * memory at a time. After a line that is refused, the next one can be read.
 */
public final class SampleReader implements AutoCloseable {
  private static final String ENDING = ".jsonl";

  private final Path path;
  private final Deque<Path> waiting;
  private Optional<LineReader> lines = Optional.empty();
  private boolean any;
  private long offset;

  /**
   * Opens a dataset.
   *
   * @throws BadInputException if there is no such file, or no JSONL file in the folder
   */
  public SampleReader(Path path) {
    this.path = path;
    this.waiting = new ArrayDeque<>(files(path));
  }

  /**
   * The next sample; empty at the end.
   *
   * @throws BadInputException if the line breaks a rule, or the whole dataset has no sample
   */
  public Optional<PlacedSample> next() {
    while (true) {
      if (lines.isEmpty()) {
        if (waiting.isEmpty()) {
          return end();
        }
        lines = Optional.of(new LineReader(waiting.remove()));
      }
      Optional<LineReader.Line> line;
      try {
        line = lines.get().next();
      } catch (BadInputException e) {
        any = true;
        throw e;
      }
      if (line.isPresent()) {
        any = true;
        offset = line.get().offset();
        return Optional.of(SampleParser.parse(line.get()));
      }
      close();
      lines = Optional.empty();
    }
  }

  /** Where the line of the sample that {@link #next} gave begins, in bytes. */
  public long offset() {
    return offset;
  }

  /**
   * The sample at a place that an earlier reader told.
   *
   * @throws BadInputException if there is no such line any more, or it breaks a rule
   */
  public static PlacedSample at(Place place, long offset) {
    try (LineReader line = LineReader.at(place, offset)) {
      return SampleParser.parse(
          line.next().orElseThrow(() -> place.bad("the line is gone; did the file change?")));
    }
  }

  private Optional<PlacedSample> end() {
    if (!any) {
      throw new BadInputException(path + ": no samples, wants one JSON object a line");
    }
    return Optional.empty();
  }

  private static List<Path> files(Path path) {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    try (Stream<Path> files = Files.list(path)) {
      List<Path> shards = files.filter(f -> f.toString().endsWith(ENDING)).sorted().toList();
      if (shards.isEmpty()) {
        throw new BadInputException(path + ": no " + ENDING + " file in this folder");
      }
      return shards;
    } catch (IOException e) {
      throw Inputs.failed(path, e);
    }
  }

  @Override
  public void close() {
    lines.ifPresent(LineReader::close);
  }
}
