package org.nexusgen.data.unified;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.nexusgen.api.NexusGenException;

/**
 * Writes a JSONL file, whole or not at all: it appears under its name at {@link #commit}. Picture
 * files stay where they are; their paths are rewritten for the new place.
 */
public final class SampleWriter implements AutoCloseable {
  private final Path file;
  private final SampleLine lines;
  private final Path unfinished;
  private final BufferedWriter out;
  private long count;

  /** Makes the folder if it is not there. */
  public SampleWriter(Path file) {
    this.file = file;
    this.lines = new SampleLine(file);
    try {
      Files.createDirectories(lines.folder());
      this.unfinished = Files.createTempFile(lines.folder(), "." + file.getFileName(), ".part");
      this.out = Files.newBufferedWriter(unfinished, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Samples so far. */
  public long count() {
    return count;
  }

  /** Writes a sample of another dataset. */
  public void write(PlacedSample placed) {
    write(lines.moved(placed));
  }

  /** Writes a sample whose paths start at this file's folder. */
  public void write(Sample sample) {
    try {
      out.write(SampleLine.of(sample));
      out.write('\n');
      count++;
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** The path of a file as this dataset writes it. */
  public String fromHere(Path image) {
    return lines.path(image);
  }

  /** Gives the file its name. */
  public void commit() {
    try {
      out.close();
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private NexusGenException failed(IOException e) {
    return new NexusGenException("%s cannot be written: %s".formatted(file, e), e);
  }

  @Override
  public void close() {
    try {
      out.close();
      Files.deleteIfExists(unfinished);
    } catch (IOException e) {
      throw failed(e);
    }
  }
}
