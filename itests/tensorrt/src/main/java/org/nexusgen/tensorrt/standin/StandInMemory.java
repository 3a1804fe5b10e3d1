package org.nexusgen.tensorrt.standin;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.nexusgen.engine.tensorrt.worker.DeviceMemory;

/**
 * Takes the place of the device's memory. What is new, and what was freed, is full of NaN; each
 * copy from or to it is a line in the file that the system property {@value #PROPERTY} names.
 */
public final class StandInMemory implements DeviceMemory {
  private static final byte NOTHING = -1;

  private final ByteBuffer memory;
  private boolean freed;

  StandInMemory(int bytes) {
    memory = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
    spoil();
  }

  private void spoil() {
    byte[] nothing = new byte[memory.capacity()];
    Arrays.fill(nothing, NOTHING);
    memory.put(0, nothing);
  }

  @Override
  public long bytes() {
    return memory.capacity();
  }

  /** Its beginning. */
  ByteBuffer first(long bytes) {
    if (freed || bytes > memory.capacity()) {
      Faults.abort("CUDA error 700: an illegal memory access");
    }
    return memory.slice(0, (int) bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void write(ByteBuffer from) throws IOException {
    Journal.note("write " + from.remaining());
    first(from.remaining()).put(from.duplicate());
  }

  @Override
  public void read(ByteBuffer into) throws IOException {
    Journal.note("read " + into.remaining());
    if (!into.isDirect()) {
      Faults.abort("CUDA error 1: invalid argument");
    }
    into.duplicate().put(first(into.remaining()));
  }

  @Override
  public void copy(long to, DeviceMemory from, long start, long count) {
    ByteBuffer source = ((StandInMemory) from).first(start + count);
    first(to + count).position((int) to).put(source.position((int) start));
  }

  @Override
  public void free() {
    Journal.note("free " + memory.capacity());
    first(0);
    spoil();
    freed = true;
  }
}
