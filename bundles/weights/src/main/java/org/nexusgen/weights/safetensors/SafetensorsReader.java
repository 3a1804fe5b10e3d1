package org.nexusgen.weights.safetensors;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.BadInputException;
import org.nexusgen.weights.safetensors.HeaderParser.Header;
import org.nexusgen.weights.store.Checkpoint;
import org.nexusgen.weights.store.CheckpointFile;
import org.nexusgen.weights.store.Shown;
import org.nexusgen.weights.store.TensorBytes;
import org.nexusgen.weights.store.TensorSource;
import org.nexusgen.weights.store.TensorSource.Stored;

/**
 * Opens a safetensors file: 8 bytes header length, the header, then the tensors without a gap. All
 * rules of the format are checked, so that a range that is handed out lies inside the file. Nothing
 * is allocated by a declared size before it was compared with the file's.
 */
public final class SafetensorsReader {
  /** The format's bound on the header, in bytes. */
  static final int LARGEST_HEADER = 100_000_000;

  private static final int LENGTH_BYTES = Long.BYTES;

  private SafetensorsReader() {}

  /**
   * Reads the header of a file.
   *
   * @throws BadInputException if the file cannot be read or breaks a rule of the format
   */
  public static Checkpoint open(Path path) {
    return CheckpointFile.open(path, (file, channel) -> read(path, file, channel));
  }

  /**
   * What the file says about itself.
   *
   * @throws BadInputException as {@link #open}
   */
  public static Map<String, String> metadata(Path path) {
    Map<String, String> metadata = new LinkedHashMap<>();
    CheckpointFile.open(
        path,
        (file, channel) -> {
          metadata.putAll(begin(path, channel).header().metadata());
          return Map.of();
        });
    return metadata;
  }

  private static Map<String, TensorSource> read(Path path, Path file, FileChannel channel)
      throws IOException {
    Beginning beginning = begin(path, channel);
    return locate(path, file, beginning.header(), beginning.length(), channel.size());
  }

  /**
   * What stands before the tensors.
   *
   * @param length in bytes
   */
  private record Beginning(Header header, long length) {}

  private static Beginning begin(Path path, FileChannel channel) throws IOException {
    long size = channel.size();
    if (size < LENGTH_BYTES) {
      throw bad(path, "has %d bytes, too few for a safetensors file".formatted(size));
    }
    ByteBuffer length = ByteBuffer.allocate(LENGTH_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    TensorBytes.readFully(channel, length, 0);
    long headerLength = length.getLong(0);
    if (headerLength < 0 || headerLength > LARGEST_HEADER) {
      throw bad(
          path,
          "declares a header of %s bytes, at most %d are allowed; is it a safetensors file?"
              .formatted(Long.toUnsignedString(headerLength), LARGEST_HEADER));
    }
    if (headerLength > size - LENGTH_BYTES) {
      throw bad(
          path,
          "declares a header of %d bytes, but has only %d in all; it was cut off: copy it again"
              .formatted(headerLength, size));
    }
    byte[] json = new byte[(int) headerLength];
    TensorBytes.readFully(channel, ByteBuffer.wrap(json), LENGTH_BYTES);
    Header header = HeaderParser.parse(path.toString(), json);
    return new Beginning(header, LENGTH_BYTES + headerLength);
  }

  private static Map<String, TensorSource> locate(
      Path path, Path file, Header header, long dataStart, long size) {
    List<HeaderEntry> ordered =
        header.entries().stream()
            .sorted(
                Comparator.comparingLong(HeaderEntry::begin).thenComparingLong(HeaderEntry::end))
            .toList();
    Map<String, TensorSource> tensors = LinkedHashMap.newLinkedHashMap(ordered.size());
    long covered = 0;
    for (HeaderEntry entry : ordered) {
      checkLength(path, entry);
      if (entry.begin() != covered) {
        String problem =
            entry.begin() > covered ? "leaves a gap after" : "overlaps the tensor before";
        throw bad(
            path,
            "tensor %s begins at %d and %s byte %d"
                .formatted(Shown.quoted(entry.name()), entry.begin(), problem, covered));
      }
      covered = entry.end();
      tensors.put(
          entry.name(),
          new Stored(
              entry.dtype(), entry.shape(), file, dataStart + entry.begin(), entry.length()));
    }
    long dataBytes = size - dataStart;
    if (covered > dataBytes) {
      throw bad(
          path,
          "its tensors need %d bytes, the file holds %d; it was cut off: copy it again"
              .formatted(covered, dataBytes));
    }
    if (covered < dataBytes) {
      throw bad(path, "holds %d bytes after its last tensor".formatted(dataBytes - covered));
    }
    return tensors;
  }

  private static void checkLength(Path path, HeaderEntry entry) {
    long wanted;
    try {
      wanted = Math.multiplyExact(entry.shape().elements(), (long) entry.dtype().bytes());
    } catch (ArithmeticException e) {
      throw bad(
          path,
          "tensor %s: shape %s is larger than any file"
              .formatted(Shown.quoted(entry.name()), Shown.plain(entry.shape().toString())));
    }
    if (entry.length() != wanted) {
      throw bad(
          path,
          "tensor %s: %s %s wants %d bytes, data_offsets give %d"
              .formatted(
                  Shown.quoted(entry.name()),
                  entry.dtype(),
                  Shown.plain(entry.shape().toString()),
                  wanted,
                  entry.length()));
    }
  }

  private static BadInputException bad(Path path, String problem) {
    return new BadInputException(path + ": " + problem);
  }
}
