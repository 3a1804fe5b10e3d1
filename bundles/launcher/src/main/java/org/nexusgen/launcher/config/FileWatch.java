package org.nexusgen.launcher.config;

import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;

/**
 * Notices that files changed. It looks twice a second, which works on every file system, and waits
 * until the files stay as they are: an editor may write in several steps.
 */
final class FileWatch implements AutoCloseable {
  private static final long LOOK_MILLIS = 500;

  private final Supplier<? extends Map<?, ?>> stamps;
  private final Runnable changed;
  private final Thread thread;

  /**
   * Notices what changes from now on.
   *
   * @param stamps equal as long as the files are
   * @param changed hears of it
   */
  FileWatch(Supplier<? extends Map<?, ?>> stamps, Runnable changed) {
    this.stamps = stamps;
    this.changed = changed;
    Map<?, ?> known = stamps.get();
    this.thread =
        Thread.ofPlatform().daemon().name("nexusgen-settings").unstarted(() -> look(known));
  }

  void start() {
    thread.start();
  }

  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look(Map<?, ?> known) {
    Map<?, ?> told = known;
    Map<?, ?> before = known;
    try {
      while (true) {
        Thread.sleep(LOOK_MILLIS);
        Map<?, ?> now = stamps.get();
        if (now.equals(before) && !now.equals(told)) {
          told = now;
          tell();
        }
        before = now;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // closed
    }
  }

  private void tell() {
    try {
      changed.run();
    } catch (RuntimeException e) {
      LoggerFactory.getLogger(FileWatch.class).warn("changed settings were not taken over", e);
    }
  }
}
