package org.nexusgen.engine.tensorrt.protocol;

import java.nio.ByteBuffer;

/** Where the bytes of a tensor are. */
public sealed interface Source {
  /** In the message itself. */
  record Inline(ByteBuffer bytes) implements Source {}

  /**
   * In memory that both processes have mapped.
   *
   * @param block number of the mapping
   */
  record Shared(int block, int offset, int length) implements Source {}

  /** In the worker's own memory, where an earlier run left it. */
  record Held(long handle) implements Source {}
}
