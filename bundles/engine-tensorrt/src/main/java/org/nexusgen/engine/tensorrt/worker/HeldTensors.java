package org.nexusgen.engine.tensorrt.worker;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tensors that outlive the run that made them. Their memory is used again: a key-value cache gives
 * and takes the same sizes at every step.
 */
final class HeldTensors {
  private static final int SMALLEST = 1 << 12;

  /** Freed buffers of one size that are kept; more are left to the garbage collector. */
  private static final int SPARE = 256;

  private final Map<Long, ByteBuffer> tensors = new HashMap<>();
  private final Map<Integer, Deque<ByteBuffer>> spare = new HashMap<>();
  private long last;

  /** Memory for a tensor, with the number by which it is called. */
  long take(int bytes) {
    int size = bytes <= SMALLEST ? SMALLEST : roundUp(bytes);
    ByteBuffer buffer = spare.computeIfAbsent(size, s -> new ArrayDeque<>()).poll();
    ByteBuffer memory = buffer == null ? ByteBuffer.allocateDirect(size) : buffer;
    tensors.put(++last, memory.clear().limit(bytes).order(ByteOrder.LITTLE_ENDIAN));
    return last;
  }

  // An eighth of the next power of two: little is wasted, and sizes repeat.
  private static int roundUp(int bytes) {
    int step = Math.max(SMALLEST, Integer.highestOneBit(bytes) >> 3);
    long up = ((long) bytes + step - 1) / step * step;
    return (int) Math.min(up, Integer.MAX_VALUE);
  }

  ByteBuffer get(long handle) {
    ByteBuffer buffer = tensors.get(handle);
    if (buffer == null) {
      throw new IllegalArgumentException("tensor %d is not held".formatted(handle));
    }
    return buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  void free(List<Long> handles) {
    for (long handle : handles) {
      ByteBuffer buffer = tensors.remove(handle);
      if (buffer != null) {
        Deque<ByteBuffer> same = spare.computeIfAbsent(buffer.capacity(), s -> new ArrayDeque<>());
        if (same.size() < SPARE) {
          same.push(buffer);
        }
      }
    }
  }

  /** Numbers of all. */
  List<Long> handles() {
    return new ArrayList<>(tensors.keySet());
  }
}
