package org.nexusgen.training.run;

/**
 * Work that an interrupt must not break: channels close themselves in an interrupted thread, and a
 * checkpoint is written just when somebody pressed Ctrl-C.
 */
final class Uninterrupted {
  private Uninterrupted() {}

  /** Runs it in another thread and waits; an interrupt is remembered. */
  static void run(Runnable work) {
    java.util.concurrent.FutureTask<Boolean> task =
        new java.util.concurrent.FutureTask<>(work, true);
    Thread thread = Thread.ofPlatform().name("nexusgen-checkpoint").start(task);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    switch (task.state()) {
      case FAILED -> rethrow(task.exceptionNow());
      case SUCCESS -> {}
      case CANCELLED, RUNNING -> throw new IllegalStateException("work did not end");
    }
  }

  private static void rethrow(Throwable failure) {
    switch (failure) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalStateException(failure);
    }
  }
}
