package org.nexusgen.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.slf4j.LoggerFactory;

/**
 * Keeps a storage folder to one platform. The framework's own lock lies among the files that it
 * deletes when it begins, so that a second one would delete the storage of the first.
 */
final class StorageLock implements AutoCloseable {
  private final FileChannel channel;

  private StorageLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes a storage folder, which is made if it is not there.
   *
   * @throws PlatformException if that cannot be, or another platform has it
   */
  static StorageLock take(Path storage) {
    try {
      Files.createDirectories(storage);
      FileChannel channel =
          FileChannel.open(
              storage.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (isLocked(channel)) {
        return new StorageLock(channel);
      }
      channel.close();
      throw new PlatformException(
          "the platform does not start: another one uses the storage "
              + storage
              + "; give each a folder of its own");
    } catch (IOException e) {
      throw new PlatformException(
          "the platform does not start: cannot use the storage "
              + storage
              + ": "
              + e
              + "; wants a folder to write into",
          e);
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null; // until the channel closes
    } catch (OverlappingFileLockException e) {
      return false; // by this JVM
    }
  }

  /** Where the framework may delete what it likes. */
  static Path framework(Path storage) {
    return storage.resolve("framework");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      LoggerFactory.getLogger(StorageLock.class).debug("lock of a storage", e);
    }
  }
}
