package org.nexusgen.models.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A file that says: a process works with something here. The operating system locks it for the
 * process and lets go when the process ends, however it ends.
 */
final class Claim implements AutoCloseable {
  private static final String ENDING = ".claim";

  /** This JVM, told from others, those in other containers and those before a restart included. */
  private static final String OWNER =
      ProcessHandle.current().pid()
          + "-"
          + ProcessHandle.current()
              .info()
              .startInstant()
              .map(Instant::toEpochMilli)
              .map(String::valueOf)
              .orElse("0");

  private final Path file;
  private final FileChannel channel;

  private Claim(Path file, FileChannel channel) {
    this.file = file;
    this.channel = channel;
  }

  /** Claims something by its name. */
  static Claim on(Path folder, String what) throws IOException {
    Path file = folder.resolve(what + "." + OWNER + "." + UUID.randomUUID() + ENDING);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      if (channel.tryLock() == null) {
        throw new FileAlreadyExistsException(file.toString());
      }
      return new Claim(file, channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /** Whether anybody alive claims it; forgotten claims are deleted on the way. */
  static boolean any(Path folder, String what) throws IOException {
    List<Path> claims;
    try (Stream<Path> files = Files.list(folder)) {
      claims = files.filter(file -> isClaim(file, what)).toList();
    }
    boolean alive = false;
    for (Path claim : claims) {
      alive |= isAlive(claim, what);
    }
    return alive;
  }

  private static boolean isClaim(Path file, String what) {
    String name = file.getFileName().toString();
    return name.startsWith(what + ".") && name.endsWith(ENDING);
  }

  private static boolean isAlive(Path claim, String what) throws IOException {
    // not opened if it is ours: closing it would give the lock of the whole process back
    if (claim.getFileName().toString().startsWith(what + "." + OWNER + ".")) {
      return true;
    }
    try (FileChannel channel = FileChannel.open(claim, StandardOpenOption.WRITE)) {
      if (channel.tryLock() == null) {
        return true;
      }
    } catch (java.nio.file.NoSuchFileException e) {
      return false;
    }
    Files.deleteIfExists(claim);
    return false;
  }

  /** Where it lies. */
  Path folder() {
    return file.resolveSibling("").toAbsolutePath();
  }

  @Override
  public void close() throws IOException {
    channel.close();
    Files.deleteIfExists(file);
  }
}
