package org.nexusgen.pipeline;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * Counts the calls inside a service, and closes behind the last one. Entering and leaving cost one
 * atomic update each; only who closes the gate waits.
 */
final class Gate {
  private static final long CLOSED = Long.MIN_VALUE;
  private static final long LOOK_AGAIN_NANOS = 1_000_000;

  private final AtomicLong state = new AtomicLong();

  /** Enters, unless the gate is closed. */
  boolean enter() {
    while (true) {
      long now = state.get();
      if (now < 0) {
        return false;
      }
      if (state.compareAndSet(now, now + 1)) {
        return true;
      }
    }
  }

  void leave() {
    state.decrementAndGet();
  }

  /**
   * How a gate emptied.
   *
   * @param calls that were inside when it closed
   * @param time that it took
   * @param complete whether all had left by then
   */
  record Drained(long calls, Duration time, boolean complete) {
    static final Drained AT_ONCE = new Drained(0, Duration.ZERO, true);
  }

  /** Lets nobody in any more, and waits for those inside, until the limit or an interrupt. */
  Drained closeAndDrain(Duration limit) {
    long start = System.nanoTime();
    long end = start + limit.toNanos();
    long inside = state.getAndUpdate(now -> now | CLOSED) & ~CLOSED;
    while (state.get() != CLOSED) {
      if (System.nanoTime() - end >= 0 || Thread.currentThread().isInterrupted()) {
        return new Drained(inside, Duration.ofNanos(System.nanoTime() - start), false);
      }
      LockSupport.parkNanos(LOOK_AGAIN_NANOS);
    }
    return new Drained(inside, Duration.ofNanos(System.nanoTime() - start), true);
  }
}
