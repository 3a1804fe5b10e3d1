package org.nexusgen.pipeline;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.CancelledException;
import org.nexusgen.api.NexusGenException;

/**
 * One call into a part, between two threads: the part's, which runs it, and the request's, which
 * waits, passes interrupts on and lets the request's listeners hear what the part tells.
 */
final class WatchedCall<T> implements Runnable, Pulse {
  /** What an interrupted part gets to put things away. */
  private static final Duration LAST = Duration.ofSeconds(1);

  private static final double NANOS = 1e9;

  private final PartLabel part;
  private final String asked;
  private final Watch.Work<T> work;
  private final Runnable after;
  private final Thread requester = Thread.currentThread();
  private final @Nullable ClassLoader loader = requester.getContextClassLoader();
  private final Optional<Report> report = Report.current();
  private final Deque<PartLabel> atWork = new ArrayDeque<>();
  private final long start = System.nanoTime();
  private volatile long lastSign = start;
  private volatile boolean watched;
  private @Nullable Thread runner;
  private @Nullable Errand<?> errand;
  private boolean interrupted;
  private boolean givenUp;
  private boolean ended;
  private @Nullable T result;
  private @Nullable Throwable failure;
  private @Nullable Throwable listenersFailure;

  WatchedCall(PartLabel part, String asked, Watch.Work<T> work, Runnable after) {
    this.part = part;
    this.asked = asked;
    this.work = work;
    this.after = after;
    atWork.push(part);
  }

  /** The call on the request's own thread, where nobody watches it. */
  T unwatched() {
    work();
    interrupted = requester.isInterrupted();
    return outcome();
  }

  /** The part's half of the call. */
  @Override
  public void run() {
    Thread thread = Thread.currentThread();
    thread.setName("nexusgen " + part.box() + " " + part.name());
    thread.setContextClassLoader(loader);
    watched = true;
    begin(thread);
    Report.as(report, this::work);
    thread.setContextClassLoader(null); // keeps no classes of a request that is over
  }

  private void work() {
    T made = null;
    Throwable thrown = null;
    try {
      made = work.with(this);
    } catch (Throwable e) { // whatever a part throws, sneaked ones included
      thrown = e;
    }
    after.run();
    end(made, thrown);
  }

  private synchronized void begin(Thread thread) {
    runner = thread;
    if (interrupted) {
      thread.interrupt();
    }
  }

  private synchronized void end(@Nullable T made, @Nullable Throwable thrown) {
    runner = null;
    result = made;
    failure = thrown;
    ended = true;
    notifyAll();
  }

  @Override
  public void beat() {
    lastSign = System.nanoTime();
  }

  @Override
  public <R> R at(PartLabel other, Supplier<R> inside) {
    enter(other);
    try {
      return inside.get();
    } finally {
      leave();
    }
  }

  private synchronized void enter(PartLabel other) {
    atWork.push(other);
    beat();
  }

  private synchronized void leave() {
    atWork.pop();
    beat();
  }

  /** Which part is at work: the one that was called, or one that it calls. */
  synchronized PartLabel atWork() {
    return atWork.element();
  }

  @Override
  public <R> R tell(Supplier<R> listener) {
    Errand<R> mine = new Errand<>(listener);
    if (watched) {
      handOver(mine);
    } else {
      mine.run();
      listenersFailure = mine.failure();
    }
    return mine.result();
  }

  private synchronized void handOver(Errand<?> mine) {
    boolean again = false;
    while (errand != null && !isOver()) {
      again |= isInterruptedWhileWaiting(LAST.toNanos());
    }
    if (!isOver()) {
      errand = mine;
      notifyAll();
      while (!mine.isDone() && !isOver()) {
        again |= isInterruptedWhileWaiting(LAST.toNanos());
      }
    }
    if (again) {
      Thread.currentThread().interrupt();
    }
    if (!mine.isDone()) {
      throw new CancelledException();
    }
  }

  private boolean isOver() {
    return givenUp || ended;
  }

  private synchronized boolean isInterruptedWhileWaiting(long nanos) {
    try {
      TimeUnit.NANOSECONDS.timedWait(this, nanos);
      return false;
    } catch (InterruptedException e) {
      return true;
    }
  }

  /**
   * The request's half of the call.
   *
   * @param patience for a sign of life
   */
  T await(Duration patience) {
    try {
      Errand<?> next = next(patience);
      while (next != null) {
        listen(next);
        next = next(patience);
      }
      return outcome();
    } finally {
      if (interrupted) {
        requester.interrupt();
      }
    }
  }

  /** What to do next; null when the call has ended. */
  private synchronized @Nullable Errand<?> next(Duration patience) {
    while (errand == null && !ended) {
      long left = patience.toNanos() - (System.nanoTime() - lastSign);
      if (left <= 0) {
        throw silence();
      }
      awaitSign(left);
    }
    return ended ? null : errand;
  }

  private synchronized void awaitSign(long nanos) {
    if (isInterruptedWhileWaiting(nanos)) {
      passOn();
    }
  }

  /** Interrupts the part as the request was interrupted. */
  private synchronized void passOn() {
    interrupted = true;
    if (runner != null) {
      runner.interrupt();
    }
  }

  private void listen(Errand<?> next) {
    if (interrupted) {
      requester.interrupt();
    }
    next.run();
    boolean again = Thread.interrupted();
    synchronized (this) {
      if (again) {
        passOn();
      }
      listenersFailure = listenersFailure == null ? next.failure() : listenersFailure;
      errand = null;
      beat();
      notifyAll();
    }
  }

  private synchronized SilentPartException silence() {
    String place = runner == null ? "" : PartLabel.place(runner.getStackTrace());
    double silent = (System.nanoTime() - lastSign) / NANOS;
    double busy = (System.nanoTime() - start) / NANOS;
    PartLabel who = atWork();
    givenUp = true;
    notifyAll();
    if (runner != null) {
      runner.interrupt();
    }
    long end = System.nanoTime() + LAST.toNanos();
    while (!ended && System.nanoTime() - end < 0) {
      interrupted |= isInterruptedWhileWaiting(LAST.toNanos());
    }
    return new SilentPartException(
        ("%s shows no sign of life: it was asked to %s %.1f s ago and last heard of %.1f s ago%s;"
                + " it was interrupted%s; %s, or give it more time (pipeline.patienceSeconds)")
            .formatted(
                who,
                asked,
                busy,
                silent,
                place,
                ended ? "" : " in vain and is left behind",
                who.remedy()));
  }

  private synchronized T outcome() {
    if (listenersFailure instanceof RuntimeException theirs) {
      throw theirs;
    }
    if (listenersFailure instanceof Error theirs) {
      throw theirs;
    }
    if (failure == null && result != null) {
      return result;
    }
    if (failure == null) {
      throw part.gave("nothing when it was asked to " + asked, "an answer");
    }
    if (failure instanceof NexusGenException known) {
      throw known;
    }
    if (interrupted) {
      CancelledException cancelled = new CancelledException();
      cancelled.addSuppressed(failure);
      throw cancelled;
    }
    throw part.failed(asked, failure);
  }
}
