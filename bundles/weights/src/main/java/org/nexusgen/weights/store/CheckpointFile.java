package org.nexusgen.weights.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import org.nexusgen.api.BadInputException;

/**
 * What all checkpoint formats share: opening an untrusted file and saying what is wrong with it.
 */
public final class CheckpointFile {
  private static final byte[] LFS_POINTER =
      "version https://git-lfs".getBytes(StandardCharsets.US_ASCII);

  private CheckpointFile() {}

  /** Reads the directory of one format. */
  public interface Format {
    /**
     * @param file the real file, behind all links
     * @throws BadInputException if the content is malformed, with the file's name
     */
    Map<String, TensorSource> read(Path file, FileChannel channel) throws IOException;
  }

  /**
   * Opens a file for as long as its directory is read.
   *
   * @throws BadInputException if it cannot be read or is malformed
   */
  public static Checkpoint open(Path path, Format format) {
    try {
      if (!Files.isRegularFile(path)) {
        throw new BadInputException(
            path + (Files.exists(path) ? ": not a regular file" : ": no such file"));
      }
      Path file = path.toRealPath();
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
        checkNoPointer(path, channel);
        return new Checkpoint(path.toString(), format.read(file, channel));
      }
    } catch (IOException e) {
      throw new BadInputException(path + " cannot be read: " + IoErrors.reason(e), e);
    }
  }

  // The commonest broken download: a clone of a model's repository without its large files.
  private static void checkNoPointer(Path path, FileChannel channel) throws IOException {
    if (channel.size() < LFS_POINTER.length) {
      return;
    }
    ByteBuffer start = ByteBuffer.allocate(LFS_POINTER.length);
    TensorBytes.readFully(channel, start, 0);
    if (start.flip().equals(ByteBuffer.wrap(LFS_POINTER))) {
      throw new BadInputException(
          path + " is a Git LFS pointer, not the weights; fetch them with 'git lfs pull'");
    }
  }
}
