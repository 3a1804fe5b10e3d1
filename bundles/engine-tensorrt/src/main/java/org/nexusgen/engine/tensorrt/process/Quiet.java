package org.nexusgen.engine.tensorrt.process;

import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/** Looks again and again at whether anything is asked of the worker. */
final class Quiet {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final ReentrantLock turn;
  private final Duration pause;
  private final Predicate<Duration> look;
  private long asked;
  private boolean looking;

  /**
   * @param turn which all have who ask
   * @param shortest time that matters; a second at most
   * @param look told in turn for how long nothing was asked; says whether to look again
   */
  Quiet(ReentrantLock turn, Duration shortest, Predicate<Duration> look) {
    this.turn = turn;
    this.pause = shortest.isPositive() && shortest.compareTo(SECOND) < 0 ? shortest : SECOND;
    this.look = look;
  }

  /** Something is asked; in turn. */
  void end() {
    asked++;
  }

  /** From now on it is looked, if it is not; in turn. */
  void watch() {
    if (!looking) {
      looking = true;
      Thread.ofVirtual().name("tensorrt-quiet").start(this::run);
    }
  }

  private void run() {
    long before = -1;
    Duration quiet = Duration.ZERO;
    boolean again = true;
    while (again) {
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        return; // nobody knows this thread
      }
      turn.lock();
      again = false; // else, after a failure, nobody would look any more
      try {
        quiet = asked == before ? quiet.plus(pause) : Duration.ZERO;
        before = asked;
        again = look.test(quiet);
      } finally {
        looking = again;
        turn.unlock();
      }
    }
  }
}
