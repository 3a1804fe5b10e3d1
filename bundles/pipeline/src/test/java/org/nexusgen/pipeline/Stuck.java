package org.nexusgen.pipeline;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;

/** A place in a part's code where calls stay until a test lets them go. */
final class Stuck {
  private final boolean deaf;
  private final CountDownLatch release = new CountDownLatch(1);
  private final CountDownLatch entered = new CountDownLatch(1);
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  private Stuck(boolean deaf) {
    this.deaf = deaf;
  }

  /** One that an interrupt ends. */
  static Stuck untilInterrupted() {
    return new Stuck(false);
  }

  /** One that nothing ends but the test. */
  static Stuck forEver() {
    return new Stuck(true);
  }

  void stay() {
    threads.add(Thread.currentThread());
    entered.countDown();
    boolean interrupted = false;
    while (release.getCount() > 0) {
      try {
        release.await();
      } catch (InterruptedException e) {
        interrupted = true;
        if (!deaf) {
          break;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  void awaitCall() throws InterruptedException {
    entered.await();
  }

  void release() {
    release.countDown();
  }

  /** The threads that were or are here. */
  Set<Thread> threads() {
    return threads;
  }
}
