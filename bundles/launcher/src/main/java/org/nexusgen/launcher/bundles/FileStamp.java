package org.nexusgen.launcher.bundles;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;

/**
 * What tells cheaply that a file was touched: its size, when it was written, and when the system
 * last noted a change. On Unix that last time is the inode's, which nobody can set back: it betrays
 * a file that was replaced by one of the same size and date, too.
 *
 * <p>This finds accidents, not enemies: who can write the file can write the register beside it. A
 * change in the very tick of the file system's clock (some milliseconds) in which the stamp was
 * taken is not seen.
 */
final class FileStamp {
  /** Of a file that nobody has looked at. */
  static final String NONE = "";

  private static final String UNIX = "unix";

  private FileStamp() {}

  static String of(Path file) throws IOException {
    BasicFileAttributes basic = Files.readAttributes(file, BasicFileAttributes.class);
    FileTime noted =
        file.getFileSystem().supportedFileAttributeViews().contains(UNIX)
            ? (FileTime) Files.getAttribute(file, UNIX + ":ctime")
            : basic.creationTime();
    return "%d %d %d".formatted(basic.size(), nanos(basic.lastModifiedTime()), nanos(noted));
  }

  private static long nanos(FileTime time) {
    return time.to(TimeUnit.NANOSECONDS);
  }
}
