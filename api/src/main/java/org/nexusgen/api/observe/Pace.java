package org.nexusgen.api.observe;

import java.time.Duration;
import java.util.OptionalDouble;

/**
 * How many, and in which time.
 *
 * @param count of whatever is counted
 * @param time that they took together
 */
public record Pace(long count, Duration time) {
  private static final double NANOS = 1e9;

  /** Nothing, in no time. */
  public static final Pace NONE = new Pace(0, Duration.ZERO);

  public Pace {
    if (count < 0 || time.isNegative()) {
      throw new IllegalArgumentException(
          "pace: got %d in %s, wants neither below 0".formatted(count, time));
    }
  }

  /** Both, one after the other. */
  public Pace plus(Pace more) {
    return new Pace(count + more.count, time.plus(more.time));
  }

  /** The time in seconds. */
  public double seconds() {
    return time.toNanos() / NANOS;
  }

  /** How many in a second; empty if nothing was counted or no time was measured. */
  public OptionalDouble perSecond() {
    return count == 0 || time.isZero()
        ? OptionalDouble.empty()
        : OptionalDouble.of(count / seconds());
  }
}
