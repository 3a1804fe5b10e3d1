package org.nexusgen.engine.tensorrt.plan;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.CancelledException;

/** Held by one thread of all processes; the system takes it from a process that dies. */
final class FolderLock {
  private static final long LOOK_MILLIS = 100;

  private final FileChannel channel;
  private final FileLock lock;

  private FolderLock(FileChannel channel, FileLock lock) {
    this.channel = channel;
    this.lock = lock;
  }

  /** What is done while it is held. */
  @FunctionalInterface
  interface Task {
    void run() throws IOException;
  }

  /** Waits for it, does something, gives it back. */
  static void during(Path file, Cancellation cancellation, Task task) throws IOException {
    FolderLock lock = take(file, cancellation);
    try {
      task.run();
    } finally {
      lock.release();
    }
  }

  private static FolderLock take(Path file, Cancellation cancellation) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = attempt(channel);
      while (lock == null) {
        cancellation.check();
        Thread.sleep(LOOK_MILLIS);
        lock = attempt(channel);
      }
      return new FolderLock(channel, lock);
    } catch (InterruptedException e) {
      channel.close();
      Thread.currentThread().interrupt();
      throw new CancelledException();
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private static @Nullable FileLock attempt(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // another thread of this process has it
    }
  }

  private void release() throws IOException {
    lock.release();
    channel.close();
  }
}
