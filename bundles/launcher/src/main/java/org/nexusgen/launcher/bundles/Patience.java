package org.nexusgen.launcher.bundles;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.osgi.framework.BundleException;

/**
 * How long a bundle may take to start or to stop. One that takes longer is interrupted; if that
 * does not help either, its thread is left behind.
 *
 * @param limit more than nothing
 */
public record Patience(Duration limit) {
  /** Half a minute: an activator should hardly do anything. */
  public static final Patience USUAL = new Patience(Duration.ofSeconds(30));

  static final String REMEDY = "; NEXUSGEN_START_SECONDS gives it more time";

  /** What an interrupted activator gets to put things away. */
  private static final long LAST_SECONDS = 2;

  /**
   * Checks the limit.
   *
   * @throws BadInputException if it is zero or less
   */
  public Patience {
    if (limit.isNegative() || limit.isZero()) {
      throw new BadInputException(
          "bundles get " + limit.toSeconds() + " s to start; wants 1 or more");
    }
  }

  /** The same and more. */
  Patience with(Duration more) {
    return new Patience(limit.plus(more));
  }

  /** Something that a bundle's own code may hold up. */
  interface Step {
    void take() throws BundleException;
  }

  /**
   * Takes a step in a thread of its own and waits for its end.
   *
   * @param late what is done when the step ends after it was given up
   * @throws StuckException if it was given up
   */
  void spend(String threadName, Step step, Runnable late) throws BundleException {
    Attempt attempt = new Attempt(step, late);
    Thread thread = new Thread(attempt, threadName);
    thread.setDaemon(true);
    thread.start();
    try {
      if (!attempt.done.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        String place = place(thread);
        thread.interrupt();
        attempt.done.await(LAST_SECONDS, TimeUnit.SECONDS);
        throw new StuckException(seconds() + place, attempt.giveUp());
      }
    } catch (InterruptedException e) {
      thread.interrupt();
      attempt.giveUp();
      Thread.currentThread().interrupt();
      throw new NexusGenException("waiting for a bundle was cancelled", e);
    }
    attempt.rethrow();
  }

  /** In words. */
  public String seconds() {
    return "after " + limit.toMillis() / 1000.0 + " s";
  }

  /** The line of a bundle's own code that a thread is at. */
  private static String place(Thread thread) {
    return Arrays.stream(thread.getStackTrace())
        .filter(f -> !f.getClassName().matches("(java|jdk|sun|org\\.apache\\.felix)\\..*"))
        .findFirst()
        .map(frame -> ", at " + frame)
        .orElse("");
  }

  /** One step on its way. */
  private static final class Attempt implements Runnable {
    private final Step step;
    private final Runnable late;
    private final CountDownLatch done = new CountDownLatch(1);
    private boolean givenUp;
    private boolean ended;
    private @Nullable Throwable failure;

    Attempt(Step step, Runnable late) {
      this.step = step;
      this.late = late;
    }

    @Override
    public void run() {
      try {
        step.take();
      } catch (BundleException | RuntimeException | Error e) {
        failure = e;
      }
      boolean tooLate;
      synchronized (this) {
        ended = true;
        tooLate = givenUp;
      }
      done.countDown();
      if (tooLate) {
        late.run();
      }
    }

    /** Whether it is still under way. */
    synchronized boolean giveUp() {
      givenUp = true;
      return !ended;
    }

    void rethrow() throws BundleException {
      switch (failure) {
        case null -> {}
        case BundleException e -> throw e;
        case RuntimeException e -> throw e;
        case Throwable e -> throw new BundleException("failed: " + e, e);
      }
    }
  }
}
