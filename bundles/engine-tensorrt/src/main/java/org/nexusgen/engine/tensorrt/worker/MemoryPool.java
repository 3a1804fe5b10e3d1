package org.nexusgen.engine.tensorrt.worker;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Pieces of memory that are used again: a key-value cache gives and takes the same sizes at every
 * step.
 *
 * @param <M> what a piece is
 */
final class MemoryPool<M> {
  private static final long SMALLEST = 1 << 12;

  /** Free pieces of one size that are kept; more are freed. */
  private static final int SPARE = 256;

  private final Source<M> source;
  private final Consumer<M> free;
  private final Map<Long, Deque<M>> spare = new HashMap<>();

  /** Where new pieces come from. */
  @FunctionalInterface
  interface Source<M> {
    M take(long bytes) throws IOException;
  }

  /**
   * @param free gives a piece back for good
   */
  MemoryPool(Source<M> source, Consumer<M> free) {
    this.source = source;
    this.free = free;
  }

  /** Bytes of a piece that holds so many: little is wasted, and sizes repeat. */
  static long roundUp(long bytes) {
    if (bytes <= SMALLEST) {
      return SMALLEST;
    }
    long step = Math.max(SMALLEST, Long.highestOneBit(bytes) >> 3); // an eighth of a power of two
    return (bytes + step - 1) / step * step;
  }

  /**
   * @param size that {@link #roundUp} gave
   */
  M take(long size) throws IOException {
    Deque<M> same = spare.get(size);
    M known = same == null ? null : same.poll();
    if (known != null) {
      return known;
    }
    try {
      return source.take(size);
    } catch (IOException e) {
      clear(); // what is spare may be what is missing
      return source.take(size);
    }
  }

  /**
   * @param size with which it was taken
   */
  void giveBack(long size, M piece) {
    Deque<M> same = spare.computeIfAbsent(size, s -> new ArrayDeque<>());
    if (same.size() < SPARE) {
      same.push(piece);
    } else {
      free.accept(piece);
    }
  }

  /** Frees all that is spare. */
  void clear() {
    spare.values().forEach(pieces -> pieces.forEach(free));
    spare.clear();
  }
}
