package org.nexusgen.api.observe;

import java.time.Duration;

/** What an {@link Observer} hears. Stages lie within their job, and may lie within each other. */
public sealed interface Event {
  /** A job began. */
  record JobStarted() implements Event {}

  /**
   * A job ended.
   *
   * @param outcome how
   * @param time from its beginning
   * @param measures of all that it did
   */
  record JobFinished(Outcome outcome, Duration time, Measures measures) implements Event {}

  /** How a job ends. */
  enum Outcome {
    /** With a result. */
    DONE,
    /** By its cancellation or an interrupt. */
    CANCELLED,
    /** With another exception. */
    FAILED
  }

  /**
   * A stage began.
   *
   * @param stage {@code load}, {@code tokenize}, {@code encode}, {@code write}, {@code project},
   *     {@code text} or {@code paint}
   */
  record StageStarted(String stage) implements Event {}

  /**
   * A stage ended, on the thread on which it began.
   *
   * @param time with the stages inside it
   */
  record StageFinished(String stage, Duration time) implements Event {}

  /** The backbone answered; one event for a batch. */
  record TokensWritten(Tokens tokens) implements Event {}

  /**
   * A picture's diffusion steps were taken.
   *
   * @param steps with the time from the beginning of the decoding to the last step
   */
  record StepsDone(Pace steps) implements Event {}

  /**
   * A job waited for a part that was being replaced, until it came or the job gave up.
   *
   * @param box of the figure
   */
  record LeaseWaited(String box, Duration time) implements Event {}

  /**
   * Another part took a box's first place, or a part left. Parts are named with their versions:
   * {@code flux 0.1.0}.
   *
   * @param box of the figure
   * @param from the part that left or was outranked; empty if there was none
   * @param to the part that ranks first now; empty as long as there is none
   * @param drainedCalls inside the part that left, when it was taken away
   * @param drain time that was waited for them
   * @param abandoned whether some were still inside when that time was over
   */
  record PartSwapped(
      String box, String from, String to, long drainedCalls, Duration drain, boolean abandoned)
      implements Event {}

  /**
   * A cache was asked.
   *
   * @param cache {@code vision encoder}, {@code empty prompt} or {@code weights}
   * @param hit whether it had the answer
   */
  record CacheAsked(String cache, boolean hit) implements Event {}
}
