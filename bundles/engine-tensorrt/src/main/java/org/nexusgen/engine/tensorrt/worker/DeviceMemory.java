package org.nexusgen.engine.tensorrt.worker;

import java.io.IOException;
import java.nio.ByteBuffer;

/** A piece of the device's memory. Whoever took it frees it. */
public interface DeviceMemory {
  /** Its size. */
  long bytes();

  /**
   * Fills its beginning.
   *
   * @param from what remains of it, at most {@link #bytes}; stays as it is
   */
  void write(ByteBuffer from) throws IOException;

  /**
   * Reads its beginning.
   *
   * @param into direct memory, of which what remains is filled; stays where it is
   */
  void read(ByteBuffer into) throws IOException;

  /**
   * Copies from other memory of the device.
   *
   * @param to first place here
   * @param start first place there
   */
  void copy(long to, DeviceMemory from, long start, long count) throws IOException;

  /** Gives it back; nothing may use it any more. */
  void free();
}
