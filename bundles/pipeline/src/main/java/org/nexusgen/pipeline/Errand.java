package org.nexusgen.pipeline;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Something that a request's thread does for the thread of a part, with its result. */
final class Errand<R> {
  private final Supplier<R> task;
  private @Nullable R value;
  private @Nullable Throwable failure;
  private boolean done;

  Errand(Supplier<R> task) {
    this.task = task;
  }

  void run() {
    try {
      value = task.get();
    } catch (RuntimeException | Error e) {
      failure = e;
    }
    done = true;
  }

  boolean isDone() {
    return done;
  }

  /** What went wrong; null if nothing did. */
  @Nullable Throwable failure() {
    return failure;
  }

  /** The result, or what went wrong. */
  @SuppressWarnings("NullAway") // a task gives what it gives
  R result() {
    switch (failure) {
      case null -> {}
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case Throwable e -> throw new IllegalStateException(e); // run catches the two above only
    }
    return value;
  }
}
