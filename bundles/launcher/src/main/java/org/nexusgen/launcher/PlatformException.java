package org.nexusgen.launcher;

import org.nexusgen.api.NexusGenException;

/** The platform did not start or lacks a service; the message carries the resolver's reason. */
public class PlatformException extends NexusGenException {
  private static final long serialVersionUID = 1L;

  public PlatformException(String message) {
    super(message);
  }

  public PlatformException(String message, Throwable cause) {
    super(message, cause);
  }
}
