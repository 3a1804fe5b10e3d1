package org.nexusgen.training.mini;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.nexusgen.api.NexusGenException;

/**
 * Runs stages side by side as far as they do not build on each other: one thread of arithmetic a
 * core wastes less than several threads a stage.
 *
 * @param count stages that may run at once
 */
record Lanes(int count) {
  /**
   * Runs all stages. Where one fails, or the calling thread is interrupted, the others are
   * interrupted and waited for: they save what they have.
   */
  void run(List<Recipe.Step> steps, Consumer<Recipe.Step> work) {
    ExecutorService threads = Executors.newFixedThreadPool(count);
    try {
      CompletionService<String> finished = new ExecutorCompletionService<>(threads);
      List<Recipe.Step> waiting = new ArrayList<>(steps);
      Set<String> done = new HashSet<>();
      int running = 0;
      Optional<RuntimeException> failure = Optional.empty();
      while (running > 0 || (failure.isEmpty() && !waiting.isEmpty())) {
        while (failure.isEmpty() && running < count && start(waiting, done, finished, work)) {
          running++;
        }
        Optional<RuntimeException> now = await(finished, done, threads);
        failure = failure.isPresent() ? failure : now;
        running--;
        if (failure.isPresent()) {
          threads.shutdownNow();
        }
      }
      if (failure.isPresent()) {
        throw failure.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static boolean start(
      List<Recipe.Step> waiting,
      Set<String> done,
      CompletionService<String> finished,
      Consumer<Recipe.Step> work) {
    Optional<Recipe.Step> next =
        waiting.stream().filter(step -> done.containsAll(step.after())).findFirst();
    next.ifPresent(
        step -> {
          waiting.remove(step);
          finished.submit(
              () -> {
                work.accept(step);
                return step.name();
              });
        });
    return next.isPresent();
  }

  /** Waits for one stage; what it failed with, if it did. */
  private static Optional<RuntimeException> await(
      CompletionService<String> finished, Set<String> done, ExecutorService threads) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          Future<String> one = finished.take();
          done.add(one.get());
          return Optional.empty();
        } catch (InterruptedException e) {
          interrupted = true;
          threads.shutdownNow(); // interrupts them
        }
      }
    } catch (ExecutionException e) {
      return Optional.of(
          e.getCause() instanceof RuntimeException cause
              ? cause
              : new NexusGenException("a stage failed: " + e.getCause(), e));
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
