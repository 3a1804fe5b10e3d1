package org.nexusgen.api;

import java.util.Optional;
import java.util.concurrent.Flow;
import java.util.function.BiConsumer;

/** One subscriber's answer: its thread waits until the subscriber asks for the next piece. */
final class PieceSubscription implements Flow.Subscription, JobListener {
  private final Flow.Subscriber<? super String> subscriber;
  private final Cancellation cancellation = new Cancellation();
  private long asked;
  private boolean ended;
  private Optional<Throwable> misuse = Optional.empty();

  PieceSubscription(Flow.Subscriber<? super String> subscriber) {
    this.subscriber = subscriber;
  }

  /** Runs the job and tells the subscriber how it ended, unless it has cancelled. */
  void deliver(BiConsumer<JobListener, Cancellation> job) {
    Optional<Throwable> failure = Optional.empty();
    try {
      cancellation.check();
      job.accept(this, cancellation);
    } catch (RuntimeException | Error e) {
      failure = Optional.of(misuse().orElse(e));
    }
    if (end()) {
      failure.ifPresentOrElse(subscriber::onError, subscriber::onComplete);
    }
  }

  @Override
  public void text(String piece) {
    if (waitUntilAsked()) {
      subscriber.onNext(piece);
    }
  }

  @Override
  public synchronized void request(long pieces) {
    if (pieces < 1) {
      misuse =
          Optional.of(
              new IllegalArgumentException("asked for " + pieces + " pieces, wants 1 or more"));
      cancellation.cancel();
    } else {
      asked = asked + pieces < 0 ? Long.MAX_VALUE : asked + pieces;
    }
    notifyAll();
  }

  @Override
  public synchronized void cancel() {
    ended = true;
    cancellation.cancel();
    notifyAll();
  }

  private synchronized boolean waitUntilAsked() {
    try {
      while (asked == 0 && !cancellation.isRequested()) {
        wait();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // counts as a cancellation
    }
    if (cancellation.isRequested()) {
      return false;
    }
    asked--;
    return true;
  }

  private synchronized Optional<Throwable> misuse() {
    return misuse;
  }

  private synchronized boolean end() {
    boolean first = !ended;
    ended = true;
    return first;
  }
}
