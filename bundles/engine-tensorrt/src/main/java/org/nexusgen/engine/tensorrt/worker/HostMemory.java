package org.nexusgen.engine.tensorrt.worker;

import java.io.IOException;
import java.nio.ByteBuffer;

/** The worker's own memory outside of the Java heap. */
final class HostMemory {
  private HostMemory() {}

  /**
   * @throws IOException if there is not so much: the request fails, the worker goes on
   */
  static ByteBuffer allocate(int bytes) throws IOException {
    try {
      return ByteBuffer.allocateDirect(bytes);
    } catch (OutOfMemoryError e) {
      throw new IOException(
          "the worker's memory: wants %d bytes more, got '%s'; make room on this machine, or allow"
                  .formatted(bytes, e.getMessage())
              + " more with tensorrt.workerOptions = -XX:MaxDirectMemorySize=...",
          e);
    }
  }
}
