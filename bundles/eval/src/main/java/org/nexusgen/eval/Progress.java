package org.nexusgen.eval;

import java.io.PrintStream;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import org.nexusgen.api.Cancellation;

/** Counts work, draws how far it is and how long it still takes, and ends it when interrupted. */
final class Progress implements AutoCloseable {
  private static final String ERASE = "\r\u001b[K";
  private static final Duration REDRAW = Duration.ofMillis(200);

  private final PrintStream err;
  private final boolean draws;
  private final InstantSource clock;
  private final Cancellation cancellation = new Cancellation();
  private final long total;
  private final long start;
  private long lastDrawn;
  private long done;

  Progress(PrintStream err, boolean draws, InstantSource clock, long total) {
    this.err = err;
    this.draws = draws;
    this.clock = clock;
    this.total = total;
    this.start = clock.millis();
  }

  Cancellation cancellation() {
    return cancellation;
  }

  /** So many more samples of something are done. */
  void add(String what, int samples) {
    cancellation.check();
    done += samples;
    long now = clock.millis();
    if (draws && now - lastDrawn >= REDRAW.toMillis()) {
      lastDrawn = now;
      long left = done == 0 ? 0 : (now - start) * (total - done) / done;
      err.printf(Locale.ROOT, "%s%-36s %d/%d, %s left", ERASE, what, done, total, words(left));
      err.flush();
    }
  }

  static String words(long millis) {
    Duration left = Duration.ofMillis(Math.max(0, millis));
    return left.toHours() > 0
        ? "%d:%02d h".formatted(left.toHours(), left.toMinutesPart())
        : "%d:%02d min".formatted(left.toMinutes(), left.toSecondsPart());
  }

  @Override
  public void close() {
    if (draws) {
      err.print(ERASE);
      err.flush();
    }
  }
}
