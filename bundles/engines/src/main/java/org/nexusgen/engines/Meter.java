package org.nexusgen.engines;

import java.io.PrintWriter;
import java.time.Duration;

/** A line with what is done and what is to do, on a terminal; nothing elsewhere. */
final class Meter implements AutoCloseable {
  private static final long MEGABYTE = 1_000_000;

  private static final String ERASE = "\r\u001b[K";
  private static final long PAUSE = Duration.ofMillis(200).toNanos();

  private final PrintWriter err;
  private final boolean terminal;
  private boolean drawn;
  private boolean closed;
  private long last;

  Meter(PrintWriter err, boolean terminal) {
    this.err = err;
    this.terminal = terminal;
  }

  static long megabytes(long bytes) {
    return Math.round((double) bytes / MEGABYTE);
  }

  boolean isShown() {
    return terminal;
  }

  synchronized void show(String work, long done, long total) {
    long now = System.nanoTime();
    if (!terminal || closed || (drawn && now - last < PAUSE)) {
      return;
    }
    err.print(ERASE + "%s %d of %d MB".formatted(work, megabytes(done), megabytes(total)));
    err.flush();
    drawn = true;
    last = now;
  }

  /** Leaves a clean line behind. */
  @Override
  public synchronized void close() {
    closed = true;
    if (drawn) {
      err.print(ERASE);
      err.flush();
    }
  }
}
