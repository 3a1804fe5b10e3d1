package org.nexusgen.maven;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferCancelledException;
import org.eclipse.aether.transfer.TransferEvent;
import org.eclipse.aether.transfer.TransferListener;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.CancelledException;

/**
 * A fetch that ends soon when its caller is interrupted. It has a thread of its own, which is never
 * interrupted: the resolver would lose the files that it has open, and complain of that at length.
 * It is told at the next bytes that arrive, and left alone when none do.
 */
final class Fetch {
  /** How long it may take to put its files away. */
  private static final Duration GRACE = Duration.ofMillis(700);

  private final Cancellation cancellation = new Cancellation();
  private final FutureTask<Path> task;

  private Fetch(Function<TransferListener, Path> work) {
    task = new FutureTask<>(() -> work.apply(listener()));
  }

  /**
   * Runs it.
   *
   * @param work that gives the listener to its session
   * @throws CancelledException if the calling thread is interrupted; it stays so
   */
  static Path run(Function<TransferListener, Path> work) {
    Fetch fetch = new Fetch(work);
    Thread.ofPlatform().daemon().name("nexusgen-fetch").start(fetch.task);
    try {
      return fetch.task.get();
    } catch (InterruptedException e) {
      fetch.cancel();
      Thread.currentThread().interrupt();
      throw new CancelledException();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      if (e.getCause() instanceof Error failure) {
        throw failure;
      }
      throw new IllegalStateException(e); // nothing else can be thrown there
    }
  }

  private void cancel() {
    cancellation.cancel();
    try {
      task.get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | InterruptedException e) {
      return; // it failed, as it was told to; or it hangs, and ends with the process
    }
  }

  private TransferListener listener() {
    return new AbstractTransferListener() {
      @Override
      public void transferInitiated(TransferEvent event) throws TransferCancelledException {
        check();
      }

      @Override
      public void transferStarted(TransferEvent event) throws TransferCancelledException {
        check();
      }

      @Override
      public void transferProgressed(TransferEvent event) throws TransferCancelledException {
        check();
      }
    };
  }

  private void check() throws TransferCancelledException {
    if (cancellation.isRequested()) {
      throw new TransferCancelledException("cancelled");
    }
  }
}
