package org.nexusgen.maven;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.eclipse.aether.RepositorySystemSession.SessionBuilder;
import org.eclipse.aether.transfer.AbstractTransferListener;
import org.eclipse.aether.transfer.TransferCancelledException;
import org.eclipse.aether.transfer.TransferEvent;
import org.eclipse.aether.transfer.TransferListener;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.CancelledException;

/**
 * A fetch that ends soon when its caller is interrupted. It has a thread of its own, which is never
 * interrupted: the resolver would lose the files that it has open, and complain of that at length.
 * Its connections are closed instead, upon which it puts its files away.
 */
final class Fetch {
  /** How long it may take to do so. */
  private static final Duration GRACE = Duration.ofMillis(700);

  private final Cancellation cancellation = new Cancellation();
  private final Connections connections = new Connections();
  private final FutureTask<Path> task;

  private Fetch(Function<Fetch, Path> work) {
    task = new FutureTask<>(() -> work.apply(this));
  }

  /**
   * Runs it.
   *
   * @param work that opens its session with what the fetch needs to end it
   * @throws CancelledException if the calling thread is interrupted; it stays so
   */
  static Path run(Function<Fetch, Path> work) {
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

  /** Gives a session what ends it. */
  SessionBuilder applyTo(SessionBuilder session) {
    return session.setTransferListener(listener()).setCache(connections);
  }

  private void cancel() {
    cancellation.cancel();
    try {
      connections.close();
      task.get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException | InterruptedException | IOException e) {
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
