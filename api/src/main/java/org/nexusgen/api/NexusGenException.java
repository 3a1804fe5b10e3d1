package org.nexusgen.api;

/**
 * Anything that went wrong and that a caller may want to read: what, got, wanted, where, remedy in
 * one line. The command line answers it with exit code 1.
 */
public class NexusGenException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NexusGenException(String message) {
    super(message);
  }

  public NexusGenException(String message, Throwable cause) {
    super(message, cause);
  }
}
