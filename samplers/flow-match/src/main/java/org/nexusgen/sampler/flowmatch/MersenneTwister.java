package org.nexusgen.sampler.flowmatch;

/** MT19937 (Matsumoto and Nishimura, 1998): the 32-bit generator behind PyTorch's CPU noise. */
final class MersenneTwister {
  private static final int WORDS = 624;
  private static final int OFFSET = 397;
  private static final int TWIST = 0x9908b0df;
  private static final int SEED_MULTIPLIER = 1812433253;
  private static final int UPPER_BIT = 0x80000000;

  private final int[] words = new int[WORDS];
  private int next = WORDS;

  /**
   * @param seed of which the low 32 bits count, as in at::mt19937
   */
  MersenneTwister(long seed) {
    words[0] = (int) seed;
    for (int i = 1; i < WORDS; i++) {
      words[i] = SEED_MULTIPLIER * (words[i - 1] ^ (words[i - 1] >>> 30)) + i;
    }
  }

  /** The next 32 random bits. */
  int next() {
    if (next == WORDS) {
      twist();
      next = 0;
    }
    int bits = words[next++];
    bits ^= bits >>> 11;
    bits ^= (bits << 7) & 0x9d2c5680;
    bits ^= (bits << 15) & 0xefc60000;
    return bits ^ (bits >>> 18);
  }

  private void twist() {
    for (int i = 0; i < WORDS; i++) {
      int mixed = (words[i] & UPPER_BIT) | (words[(i + 1) % WORDS] & ~UPPER_BIT);
      int twisted = (mixed >>> 1) ^ ((mixed & 1) == 0 ? 0 : TWIST);
      words[i] = words[(i + OFFSET) % WORDS] ^ twisted;
    }
  }
}
