package org.nexusgen.engine.tensorrt.process;

import org.nexusgen.api.NexusGenException;

/** The worker ended, or was ended, during a request. The next request gets another one. */
public final class WorkerEndedException extends NexusGenException {
  private static final long serialVersionUID = 1L;

  WorkerEndedException(String message) {
    super(message);
  }
}
