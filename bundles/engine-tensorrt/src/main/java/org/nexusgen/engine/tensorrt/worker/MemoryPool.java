package org.nexusgen.engine.tensorrt.worker;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Pieces of memory that are used again: a key-value cache gives and takes the same sizes at every
 * step, and larger ones as it grows. Never more is spare than was in use at once.
 *
 * @param <M> what a piece is
 */
final class MemoryPool<M> {
  private static final long SMALLEST = 1 << 12;
  private static final float USUAL_LOAD = 0.75f;

  private final Source<M> source;
  private final Consumer<M> free;
  // In order of their last use.
  private final LinkedHashMap<Long, Deque<M>> spare = new LinkedHashMap<>(16, USUAL_LOAD, true);
  private long spareBytes;
  private long used;
  private long mostUsed;

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
    if (known == null) {
      known = fresh(size);
    } else {
      spareBytes -= size;
    }
    used += size;
    mostUsed = Math.max(mostUsed, used);
    return known;
  }

  private M fresh(long size) throws IOException {
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
    used -= size;
    spareBytes += size;
    spare.computeIfAbsent(size, s -> new ArrayDeque<>()).push(piece);
    while (spareBytes > mostUsed) {
      freeOldest();
    }
  }

  private void freeOldest() {
    Map.Entry<Long, Deque<M>> oldest = spare.firstEntry();
    M piece = oldest.getValue().poll();
    if (piece == null) {
      spare.pollFirstEntry();
    } else {
      spareBytes -= oldest.getKey();
      free.accept(piece);
    }
  }

  /** Frees all that is spare. */
  void clear() {
    spare.values().forEach(pieces -> pieces.forEach(free));
    spare.clear();
    spareBytes = 0;
    mostUsed = used;
  }
}
