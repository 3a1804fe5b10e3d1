package org.nexusgen.data.json;

import java.nio.file.Path;
import org.nexusgen.api.BadInputException;

/** Where a record stands, for messages. */
public record Place(Path file, long line) {
  /** An error of the record, as {@code file:line: message}. */
  public BadInputException bad(String message) {
    return new BadInputException(this + ": " + message);
  }

  /** The same error with its place in front. */
  public BadInputException bad(BadInputException cause) {
    return new BadInputException(this + ": " + cause.getMessage(), cause);
  }

  /** An error of the record that has a cause. */
  public BadInputException bad(String message, Throwable cause) {
    return new BadInputException(this + ": " + message, cause);
  }

  @Override
  public String toString() {
    return file + ":" + line;
  }
}
