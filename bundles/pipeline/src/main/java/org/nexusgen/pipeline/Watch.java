package org.nexusgen.pipeline;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Calls parts for one job, each on another thread than the job's: so a part that never returns
 * keeps no request. A call that shows no sign of life for too long is interrupted and, if that does
 * not help, left behind; its thread ends when the part returns after all.
 */
final class Watch implements AutoCloseable {
  private static final long IDLE_SECONDS = 10;

  private final Duration patience;
  private final Consumer<PartLabel> onGivenUp;
  private final ExecutorService threads;

  /**
   * @param patience without a sign of life; zero calls parts on the job's own thread, for ever
   * @param onGivenUp hears of the part that showed none
   */
  Watch(Duration patience, Consumer<PartLabel> onGivenUp) {
    this.patience = patience;
    this.onGivenUp = onGivenUp;
    this.threads =
        new ThreadPoolExecutor(
            0,
            Integer.MAX_VALUE,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new SynchronousQueue<>(),
            Thread.ofPlatform().daemon().name("nexusgen-part").factory());
  }

  /** A call into a part. */
  @FunctionalInterface
  interface Work<T> {
    T with(Pulse pulse);
  }

  /**
   * Calls a part.
   *
   * @param asked what it is asked to do, for messages: "encode 1 picture"
   * @param after is run when the part has returned, whoever waits for it then
   * @throws SilentPartException if it shows no sign of life
   * @throws org.nexusgen.api.NexusGenException for whatever the part throws
   */
  <T> T call(PartLabel part, String asked, Work<T> work, Runnable after) {
    WatchedCall<T> call = new WatchedCall<>(part, asked, work, after);
    if (patience.isZero()) {
      return call.unwatched();
    }
    try {
      threads.execute(call);
    } catch (RuntimeException | Error e) {
      after.run();
      throw part.failed(asked, e);
    }
    try {
      return call.await(patience);
    } catch (SilentPartException e) {
      onGivenUp.accept(call.atWork());
      throw e;
    }
  }

  /** Ends the threads, those of calls that were left behind when their parts return. */
  @Override
  public void close() {
    threads.shutdown();
  }
}
