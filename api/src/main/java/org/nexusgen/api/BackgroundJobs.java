package org.nexusgen.api;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Function;

/**
 * Jobs of a model on threads of their own. A result is a future: when it is cancelled or times out,
 * its job ends within one step. What a job throws is the future's failure. Thread-safe.
 */
public final class BackgroundJobs {
  private final NexusGen model;
  private final Executor executor;

  /**
   * @param model that works
   * @param executor gives every job a thread; jobs compute, so virtual threads gain nothing
   */
  public BackgroundJobs(NexusGen model, Executor executor) {
    this.model = model;
    this.executor = executor;
  }

  /** Every job on a daemon thread of its own. */
  public static BackgroundJobs of(NexusGen model) {
    return new BackgroundJobs(
        model, job -> Thread.ofPlatform().daemon().name("nexusgen-job").start(job));
  }

  /** As {@link NexusGen#understand(UnderstandingRequest)}. */
  public CompletableFuture<Answer> understand(UnderstandingRequest request) {
    return begin(cancellation -> model.understand(request, JobListener.silent(), cancellation));
  }

  /** As {@link NexusGen#generate(PaintingRequest)}. */
  public CompletableFuture<Painting> generate(PaintingRequest request) {
    return begin(cancellation -> model.generate(request, JobListener.silent(), cancellation));
  }

  /** As {@link NexusGen#edit(PaintingRequest)}. */
  public CompletableFuture<Painting> edit(PaintingRequest request) {
    return begin(cancellation -> model.edit(request, JobListener.silent(), cancellation));
  }

  /**
   * The pieces of an answer, each when it becomes certain. The answer is written once for each
   * subscriber, beginning when it subscribes and no faster than it asks for pieces; one that
   * cancels ends the job within one step.
   */
  public Flow.Publisher<String> pieces(UnderstandingRequest request) {
    return subscriber -> {
      PieceSubscription subscription = new PieceSubscription(subscriber);
      subscriber.onSubscribe(subscription);
      executor.execute(
          () ->
              subscription.deliver(
                  (listener, cancellation) -> model.understand(request, listener, cancellation)));
    };
  }

  @SuppressWarnings("FutureReturnValueIgnored") // it fails as result does
  private <T> CompletableFuture<T> begin(Function<Cancellation, T> job) {
    Cancellation cancellation = new Cancellation();
    CompletableFuture<T> result = new CompletableFuture<>();
    result.whenComplete((value, failure) -> cancellation.cancel());
    executor.execute(
        () -> {
          try {
            cancellation.check();
            result.complete(job.apply(cancellation));
          } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
          }
        });
    return result;
  }
}
