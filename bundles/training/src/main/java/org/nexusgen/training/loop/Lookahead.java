package org.nexusgen.training.loop;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.nexusgen.api.NexusGenException;

/** Makes the next batch in a thread of its own while the present one is learned. */
final class Lookahead implements AutoCloseable {
  private final Objective objective;
  private final long end;
  private final ExecutorService thread;
  private long number;
  private Future<LearningBatch> next;

  /**
   * @param from number of the first batch
   * @param end number behind the last one
   */
  Lookahead(Objective objective, long from, long end) {
    this.objective = objective;
    this.end = end;
    this.number = from;
    this.thread =
        Executors.newSingleThreadExecutor(
            task -> Thread.ofPlatform().name("nexusgen-batches").daemon().unstarted(task));
    this.next = thread.submit(() -> objective.batch(from));
  }

  LearningBatch next() {
    LearningBatch batch = await(next);
    number++;
    if (number < end) {
      long wanted = number;
      next = thread.submit(() -> objective.batch(wanted));
    }
    return batch;
  }

  // An interrupt asks the loop to stop between two steps; the batch is waited for.
  private static LearningBatch await(Future<LearningBatch> future) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return future.get();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof RuntimeException failure) {
        throw failure;
      }
      if (cause instanceof Error failure) {
        throw failure;
      }
      throw new NexusGenException("no batch: " + cause, e);
    } catch (CancellationException e) {
      throw new NexusGenException("no batch: the training ends", e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() {
    next.cancel(false);
    thread.close();
  }
}
