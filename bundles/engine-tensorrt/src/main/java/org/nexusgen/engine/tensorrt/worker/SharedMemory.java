package org.nexusgen.engine.tensorrt.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.nexusgen.engine.tensorrt.protocol.Source;

/** The worker's side of the memory that both processes have mapped. */
final class SharedMemory {
  private final Map<Integer, ByteBuffer> blocks = new HashMap<>();

  /** Maps a file; when this returns, its name is gone, and nothing is left when both end. */
  void map(int block, Path file, int length) throws IOException {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (channel.size() != length) {
        throw new IOException(
            "shared memory %s: got %d bytes, wants %d".formatted(file, channel.size(), length));
      }
      blocks.put(block, channel.map(FileChannel.MapMode.READ_WRITE, 0, length));
    } finally {
      Files.deleteIfExists(file);
    }
  }

  ByteBuffer at(Source.Shared place) {
    ByteBuffer block = blocks.get(place.block());
    if (block == null) {
      throw new IllegalArgumentException("shared memory: no block " + place.block());
    }
    return block.slice(place.offset(), place.length()).order(ByteOrder.LITTLE_ENDIAN);
  }
}
