package org.nexusgen.api;

/** The job was cancelled by its caller; nothing was written. */
public final class CancelledException extends NexusGenException {
  private static final long serialVersionUID = 1L;

  public CancelledException() {
    super("cancelled");
  }
}
