package org.nexusgen.data.json;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.nexusgen.api.BadInputException;

/** Opens files that may not be there. */
public final class Inputs {
  private static final int BUFFER = 1 << 16;

  private Inputs() {}

  /**
   * A buffered stream.
   *
   * @throws BadInputException if there is no such regular file
   */
  public static InputStream open(Path file) {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new BadInputException(file + ": not a regular file");
    }
    try {
      return new BufferedInputStream(Files.newInputStream(file), BUFFER);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /** A file that cannot be read. */
  public static BadInputException failed(Path file, IOException e) {
    return switch (e) {
      case NoSuchFileException missing ->
          new BadInputException(file + ": no such file; check the path", missing);
      case AccessDeniedException denied ->
          new BadInputException(file + ": permission denied", denied);
      default -> new BadInputException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    };
  }
}
