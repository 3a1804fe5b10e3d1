package org.nexusgen.engines;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A folder that an installation fills. A process that is killed cannot delete it; but the lock that
 * it holds ends with it, which tells the next installation that nobody needs the folder any more.
 */
final class Unfinished implements AutoCloseable {
  private static final String LOCK = "lock";

  /** What an installation puts into one; {@code lib} is of those before the lock. */
  private static final Set<String> CONTENT = Set.of(LibraryFolder.LIB, "whole", LOCK);

  /** After which one without a lock file is nobody's; its maker takes the lock at once. */
  private static final Duration UNLOCKED = Duration.ofMinutes(1);

  private final Path folder;
  private final FileChannel lock;

  private Unfinished(Path folder, FileChannel lock) {
    this.folder = folder;
    this.lock = lock;
  }

  static Unfinished in(Path workplace) throws IOException {
    Files.createDirectories(workplace);
    while (true) {
      Path folder = Files.createTempDirectory(workplace, ".installing");
      Path file = folder.resolve(LOCK);
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      // a sweep may have been quicker than the lock, and has deleted the folder then
      if (isLocked(channel) && Files.exists(file)) {
        return new Unfinished(folder, channel);
      }
      channel.close();
    }
  }

  static boolean isOne(Path path) {
    return String.valueOf(path.getFileName()).matches("\\.installing\\d+(\\.whole)?");
  }

  /**
   * Deletes those whose installations are dead. What cannot be deleted stays: it only takes room.
   */
  static void sweep(Path workplace) {
    try (Stream<Path> all = Files.list(workplace)) {
      all.filter(Unfinished::isOne).forEach(Unfinished::sweepOne);
    } catch (IOException | UncheckedIOException e) {
      return; // the installation itself will say what is wrong with the place
    }
  }

  /** Where its content goes. */
  Path folder() {
    return folder;
  }

  @Override
  public void close() throws IOException {
    lock.close();
    delete(folder);
  }

  private static void sweepOne(Path one) {
    try {
      if (Files.isDirectory(one, LinkOption.NOFOLLOW_LINKS) && isOurs(one)) {
        deleteDead(one);
      }
    } catch (IOException | UncheckedIOException e) {
      return; // another user's, or its installation has just ended
    }
  }

  private static void deleteDead(Path one) throws IOException {
    Path file = one.resolve(LOCK);
    if (!Files.exists(file)) {
      Instant made = Files.getLastModifiedTime(one).toInstant();
      if (made.isBefore(Instant.now().minus(UNLOCKED))) {
        delete(one);
      }
      return;
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      if (isLocked(channel)) {
        delete(one);
      }
    }
  }

  private static boolean isOurs(Path one) throws IOException {
    try (Stream<Path> content = Files.list(one)) {
      return content.allMatch(file -> CONTENT.contains(String.valueOf(file.getFileName())));
    }
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null; // until the channel closes
    } catch (OverlappingFileLockException e) {
      return false; // by this JVM
    }
  }

  private static void delete(Path tree) throws IOException {
    if (!Files.exists(tree, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    List<Path> all;
    try (Stream<Path> walk = Files.walk(tree)) {
      all = walk.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path one : all) {
      Files.deleteIfExists(one);
    }
  }
}
