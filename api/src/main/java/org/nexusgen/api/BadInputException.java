package org.nexusgen.api;

/**
 * The caller's input, file or setting is at fault. The command line answers it with exit code 2.
 */
public class BadInputException extends NexusGenException {
  private static final long serialVersionUID = 1L;

  public BadInputException(String message) {
    super(message);
  }

  public BadInputException(String message, Throwable cause) {
    super(message, cause);
  }
}
