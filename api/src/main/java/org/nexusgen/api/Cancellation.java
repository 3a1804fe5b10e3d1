package org.nexusgen.api;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A caller's way to stop a job: parts ask {@link #check} once a step or token. An interrupt of the
 * working thread counts, too.
 */
public final class Cancellation {
  private final AtomicBoolean requested = new AtomicBoolean();

  /** Not cancelled yet. */
  public Cancellation() {}

  /** Asks the job to stop within one step; any thread, any number of times. */
  public void cancel() {
    requested.set(true);
  }

  public boolean isRequested() {
    return requested.get() || Thread.currentThread().isInterrupted();
  }

  /**
   * @throws CancelledException if the job was asked to stop
   */
  public void check() {
    if (isRequested()) {
      throw new CancelledException();
    }
  }
}
