package org.nexusgen.engine.tensorrt.plan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * What changes when a file's content does, in one line. Its own time can be set to anything, and
 * copies keep it; the time at which the system last changed something about it cannot.
 */
record FileStamp(String text, long bytes) {
  /**
   * @param file without links in its path
   */
  static FileStamp of(Path file) throws IOException {
    BasicFileAttributes known = Files.readAttributes(file, BasicFileAttributes.class);
    boolean hasChange = file.getFileSystem().supportedFileAttributeViews().contains("unix");
    return new FileStamp(
        "%s %s bytes %d written %s changed %s"
            .formatted(
                file,
                known.fileKey(),
                known.size(),
                known.lastModifiedTime(),
                hasChange ? Files.getAttribute(file, "unix:ctime") : "unknown"),
        known.size());
  }
}
