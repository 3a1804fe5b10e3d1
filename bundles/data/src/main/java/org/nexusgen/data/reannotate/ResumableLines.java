package org.nexusgen.data.reannotate;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;

/**
 * Lines of a long work that may be killed at any time. They gather in {@code NAME.part}, each
 * written at once; {@code NAME.part.settings} says by what. A later run with equal settings goes on
 * behind the last whole line; at the end the file gets its name.
 */
final class ResumableLines implements AutoCloseable {
  private final Path file;
  private final Path part;
  private final Path settingsFile;
  private final long done;
  private final OutputStream out;

  /**
   * @param settings everything that the lines depend on
   * @throws BadInputException if lines of other settings are there
   */
  ResumableLines(Path file, String settings) {
    this.file = file;
    this.part = file.resolveSibling(file.getFileName() + ".part");
    this.settingsFile = file.resolveSibling(file.getFileName() + ".part.settings");
    try {
      Files.createDirectories(file.toAbsolutePath().resolveSibling(""));
      if (Files.exists(part) && Files.exists(settingsFile)) {
        refuseOthers(Files.readString(settingsFile), settings);
        this.done = cutToWholeLines();
      } else {
        Files.writeString(settingsFile, settings);
        Files.write(part, new byte[0]);
        this.done = 0;
      }
      this.out = Files.newOutputStream(part, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Lines that an earlier run left. */
  long done() {
    return done;
  }

  void add(String line) {
    try {
      // One write: what is killed in between leaves a torn line that the next run cuts off.
      out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** Gives the file its name. */
  void commit() {
    try {
      out.close();
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      Files.deleteIfExists(settingsFile);
    } catch (IOException e) {
      throw failed(e);
    }
  }

  private void refuseOthers(String before, String now) {
    if (!before.equals(now)) {
      throw new BadInputException(
          ("%s was begun with other settings; repeat it with them, or delete it to begin again;"
                  + " then: %s; now: %s")
              .formatted(part, before, now));
    }
  }

  private long cutToWholeLines() throws IOException {
    try (RandomAccessFile lines = new RandomAccessFile(part.toFile(), "rw")) {
      long whole = 0;
      long end = 0;
      byte[] buffer = new byte[1 << 16];
      long at = 0;
      for (int read = lines.read(buffer); read > 0; read = lines.read(buffer)) {
        for (int i = 0; i < read; i++) {
          if (buffer[i] == '\n') {
            whole++;
            end = at + i + 1;
          }
        }
        at += read;
      }
      lines.setLength(end);
      return whole;
    }
  }

  private NexusGenException failed(IOException e) {
    return new NexusGenException("%s cannot be written: %s".formatted(part, e), e);
  }

  @Override
  public void close() {
    try {
      out.close();
    } catch (IOException e) {
      throw failed(e);
    }
  }
}
