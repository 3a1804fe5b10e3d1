package org.nexusgen.pipeline;

import java.time.Duration;
import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;
import org.nexusgen.api.NexusGenFactory.Swaps;

/** Counts how the services of a shelf come and go. A call that need not wait costs nothing here. */
final class SwapCounter {
  private final LongAdder arrivals = new LongAdder();
  private final LongAdder departures = new LongAdder();
  private final LongAdder abandoned = new LongAdder();
  private final LongAdder givenUp = new LongAdder();
  private final LongAdder waits = new LongAdder();
  private final LongAccumulator longestNanos = new LongAccumulator(Long::max, 0);

  void arrived() {
    arrivals.increment();
  }

  void left(boolean drained) {
    departures.increment();
    if (!drained) {
      abandoned.increment();
    }
  }

  void gaveUp() {
    givenUp.increment();
  }

  void waited(long nanos) {
    waits.increment();
    longestNanos.accumulate(nanos);
  }

  Swaps of(String box) {
    return new Swaps(
        box,
        arrivals.sum(),
        departures.sum(),
        abandoned.sum(),
        waits.sum(),
        Duration.ofNanos(longestNanos.get()),
        givenUp.sum());
  }
}
