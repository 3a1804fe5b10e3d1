package org.nexusgen.data.source;

/**
 * An order of the numbers from 0 to n-1 that takes no memory: a Feistel network over the next even
 * power of two, walked until it lands below n (Black and Rogaway 2002).
 */
final class Shuffle {
  private static final int ROUNDS = 4;
  private static final long STEP = 0x9e3779b97f4a7c15L;

  private final long size;
  private final long seed;
  private final int halfBits;

  Shuffle(long size, long seed) {
    this.size = size;
    this.seed = seed;
    int bits = Long.SIZE - Long.numberOfLeadingZeros(Math.max(size - 1, 1));
    this.halfBits = (bits + 1) / 2;
  }

  /** Where the number at a place of the order comes from. */
  long at(long place) {
    long walked = place;
    do {
      walked = permuted(walked);
    } while (walked >= size);
    return walked;
  }

  private long permuted(long value) {
    long mask = (1L << halfBits) - 1;
    long left = value >>> halfBits;
    long right = value & mask;
    for (int round = 0; round < ROUNDS; round++) {
      long next = left ^ (mixed(right + (round + 1) * STEP) & mask);
      left = right;
      right = next;
    }
    return (left << halfBits) | right;
  }

  // SplitMix64's finaliser (Steele, Lea and Flood 2014).
  private long mixed(long value) {
    long z = value ^ (seed * STEP);
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
