package org.nexusgen.pipeline;

import org.nexusgen.api.NexusGenException;

/** A part showed no sign of life for as long as a request waits for one. */
final class SilentPartException extends NexusGenException {
  private static final long serialVersionUID = 1L;

  SilentPartException(String message) {
    super(message);
  }
}
