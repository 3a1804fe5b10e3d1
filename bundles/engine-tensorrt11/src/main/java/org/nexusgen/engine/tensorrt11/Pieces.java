package org.nexusgen.engine.tensorrt11;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.bytedeco.javacpp.BytePointer;

/** Native memory of any size as buffers, which hold 2 GiB each. */
final class Pieces {
  private static final int LENGTH = 1 << 28;

  private Pieces() {}

  /** What is done with each. */
  @FunctionalInterface
  interface Use {
    void of(ByteBuffer piece) throws IOException;
  }

  /**
   * @param size bytes of the memory
   */
  static void each(BytePointer memory, long size, Use use) throws IOException {
    for (long at = 0; at < size; at += LENGTH) {
      long end = Math.min(size, at + LENGTH);
      use.of(new BytePointer(memory).position(at).limit(end).asByteBuffer());
    }
  }
}
