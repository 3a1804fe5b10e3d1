package org.nexusgen.engine.tensorrt.process;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import org.nexusgen.engine.tensorrt.protocol.Request;
import org.nexusgen.engine.tensorrt.protocol.Source;

/**
 * Memory that this process and one life of the worker have mapped. Handed out from the front for
 * each request, all of it free again for the next. Its files have no name once both have mapped
 * them: nothing is left, however the processes end.
 */
final class SharedBlocks {
  private static final int SMALLEST = 16 << 20;
  private static final int ALIGNMENT = 64;

  /** Makes the worker map a block. */
  @FunctionalInterface
  interface Sharer {
    void share(Request.Share request);
  }

  private final Sharer sharer;
  private final SharedFile.Filler filler;
  private final List<ByteBuffer> blocks = new ArrayList<>();
  private final List<Integer> used = new ArrayList<>();

  SharedBlocks(Sharer sharer) {
    this(sharer, SharedFile::fill);
  }

  SharedBlocks(Sharer sharer, SharedFile.Filler filler) {
    this.sharer = sharer;
    this.filler = filler;
  }

  /** Frees all places. */
  void clear() {
    used.replaceAll(bytes -> 0);
  }

  /** A place of this size in both processes. */
  Source.Shared take(int bytes) throws IOException {
    for (int block = 0; block < blocks.size(); block++) {
      int offset = used.get(block);
      if (blocks.get(block).capacity() - offset >= bytes) {
        used.set(block, aligned((long) offset + bytes));
        return new Source.Shared(block, offset, bytes);
      }
    }
    map(Math.max(SMALLEST, aligned(bytes)));
    return take(bytes);
  }

  private static int aligned(long bytes) {
    return (int) Math.min(Integer.MAX_VALUE, (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT);
  }

  ByteBuffer at(Source.Shared place) {
    return blocks
        .get(place.block())
        .slice(place.offset(), place.length())
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private void map(int length) throws IOException {
    try (SharedFile file = SharedFile.allocate(length, filler)) {
      ByteBuffer block = file.map();
      // A block is one of both processes, or none: its place in the list is its number there.
      sharer.share(new Request.Share(blocks.size(), file.path().toString(), length));
      blocks.add(block);
      used.add(0);
    }
  }
}
