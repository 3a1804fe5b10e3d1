package org.nexusgen.engine.tensorrt.plan;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.CancelledException;

/**
 * Held by one thread of all processes; the system takes it from a process that dies.
 *
 * <p>Where any channel on a file is closed, POSIX systems take all locks on it from the whole
 * process. So a process has one channel on it at most: threads first wait for each other, and only
 * the one whose turn it is opens the file.
 */
final class FolderLock {
  private static final long LOOK_MILLIS = 100;

  private FolderLock() {}

  /** What is done while it is held. */
  @FunctionalInterface
  interface Task {
    void run() throws IOException;
  }

  /**
   * Waits for it, does something, gives it back.
   *
   * @param file in a folder that exists
   */
  static void during(Path file, Cancellation cancellation, Task task) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    Path real = folder == null ? file : folder.toRealPath().resolve(file.getFileName());
    // A system property, as the same class may be loaded more than once: by each platform.
    String turn = FolderLock.class.getName() + " " + real;
    while (System.getProperties().putIfAbsent(turn, "held") != null) {
      await(cancellation);
    }
    try {
      inTurn(real, cancellation, task);
    } finally {
      System.getProperties().remove(turn);
    }
  }

  private static void inTurn(Path file, Cancellation cancellation, Task task) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      while (!isLocked(channel)) {
        await(cancellation);
      }
      task.run();
    } // which gives the lock back
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null; // until the channel closes
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static void await(Cancellation cancellation) {
    cancellation.check();
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancelledException();
    }
  }
}
