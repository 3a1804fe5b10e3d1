package org.nexusgen.pipeline;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.nexusgen.api.decode.DecodeListener;
import org.nexusgen.api.observe.Pace;

/** Measures a decoding's steps by what its listener hears. */
final class StepClock implements DecodeListener {
  private final DecodeListener listener;
  private final LongSupplier nanos;
  private final long start;
  private long last;
  private long steps;

  /**
   * Begins to measure.
   *
   * @param nanos a clock
   */
  StepClock(DecodeListener listener, LongSupplier nanos) {
    this.listener = listener;
    this.nanos = nanos;
    this.start = nanos.getAsLong();
    this.last = start;
  }

  @Override
  public void step(int done, int total) {
    last = nanos.getAsLong();
    steps++;
    listener.step(done, total);
  }

  /** Steps so far, from the beginning to the last of them. */
  Pace steps() {
    return new Pace(steps, Duration.ofNanos(last - start));
  }
}
