package org.nexusgen.weights.store;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.StandardOpenOption;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.weights.store.TensorSource.Computed;
import org.nexusgen.weights.store.TensorSource.Stored;

/** Reads the values behind a {@link TensorSource}. */
public final class TensorBytes {
  /** From this size on a region is mapped: the pages stay shared with the file. */
  private static final long SMALLEST_MAPPED = 1 << 20;

  private TensorBytes() {}

  public static Tensor read(String name, TensorSource source) {
    return switch (source) {
      case Computed computed -> computed.values().get();
      case Stored stored -> Tensor.wrap(stored.dtype(), stored.shape(), bytes(name, stored));
    };
  }

  private static ByteBuffer bytes(String name, Stored stored) {
    int length = arrayLength(name, stored.length());
    try (FileChannel channel = FileChannel.open(stored.file(), StandardOpenOption.READ)) {
      if (channel.size() < stored.offset() + stored.length()) {
        throw new BadInputException(
            "%s was cut to %d bytes since it was opened; tensor %s ends at byte %d"
                .formatted(
                    stored.file(),
                    channel.size(),
                    Shown.quoted(name),
                    stored.offset() + stored.length()));
      }
      if (stored.length() >= SMALLEST_MAPPED) {
        return channel.map(FileChannel.MapMode.READ_ONLY, stored.offset(), stored.length());
      }
      ByteBuffer buffer = ByteBuffer.allocateDirect(length);
      readFully(channel, buffer, stored.offset());
      return buffer.flip();
    } catch (IOException e) {
      throw new BadInputException(
          "tensor %s cannot be read from %s: %s"
              .formatted(Shown.quoted(name), stored.file(), IoErrors.reason(e)),
          e);
    }
  }

  /**
   * A length as Java's buffers count.
   *
   * @throws NexusGenException if it is more than a buffer holds; engines read such tensors in place
   */
  static int arrayLength(String name, long length) {
    if (length > Integer.MAX_VALUE) {
      throw new NexusGenException(
          "tensor %s has %d bytes; at most %d can be read into memory at once"
              .formatted(Shown.quoted(name), length, Integer.MAX_VALUE));
    }
    return (int) length;
  }

  /** Fills the rest of a buffer from a position of a file. */
  public static void readFully(FileChannel channel, ByteBuffer buffer, long position)
      throws IOException {
    long at = position;
    while (buffer.hasRemaining()) {
      int count = channel.read(buffer, at);
      if (count < 0) {
        throw new EOFException("the file ends at byte " + at);
      }
      at += count;
    }
  }
}
