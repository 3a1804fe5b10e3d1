package org.nexusgen.weights.fuzz;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Small damage to a valid file, by chance. */
final class Mutation {
  /** Values at the limits of lengths, signs and types. */
  private static final long[] INTERESTING = {
    0,
    1,
    -1,
    2,
    7,
    8,
    0x7f,
    0x80,
    0xff,
    0x7fff,
    0xffff,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    0xffff_ffffL,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    1L << 40
  };

  private static final String TEXT = "{}[]\",:0123456789-.eE\\/ \nnullPK";

  private final SplittableRandom random;

  Mutation(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** A damaged copy: one to four changes. */
  byte[] of(byte[] valid) {
    byte[] bytes = valid.clone();
    int changes = random.nextInt(1, 5);
    for (int i = 0; i < changes && bytes.length > 0; i++) {
      bytes = change(bytes);
    }
    return bytes;
  }

  private byte[] change(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    switch (random.nextInt(8)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt(256);
      case 2 -> bytes[at] = (byte) TEXT.charAt(random.nextInt(TEXT.length()));
      case 3 -> number(bytes, at);
      case 4 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 5 -> {
        return without(bytes, at, Math.min(bytes.length, at + random.nextInt(1, 9)));
      }
      case 6 -> {
        return doubled(bytes, at, Math.min(bytes.length, at + random.nextInt(1, 65)));
      }
      default -> copy(bytes, at);
    }
    return bytes;
  }

  private void number(byte[] bytes, int at) {
    long value = INTERESTING[random.nextInt(INTERESTING.length)];
    int width = 1 << random.nextInt(4);
    for (int i = 0; i < width && at + i < bytes.length; i++) {
      bytes[at + i] = (byte) (value >> (8 * i));
    }
  }

  private void copy(byte[] bytes, int at) {
    int from = random.nextInt(bytes.length);
    int length = Math.min(random.nextInt(1, 17), bytes.length - Math.max(at, from));
    System.arraycopy(bytes, from, bytes, at, length);
  }

  private static byte[] without(byte[] bytes, int from, int to) {
    byte[] shorter = new byte[bytes.length - (to - from)];
    System.arraycopy(bytes, 0, shorter, 0, from);
    System.arraycopy(bytes, to, shorter, from, bytes.length - to);
    return shorter;
  }

  private static byte[] doubled(byte[] bytes, int from, int to) {
    byte[] longer = new byte[bytes.length + (to - from)];
    System.arraycopy(bytes, 0, longer, 0, to);
    System.arraycopy(bytes, from, longer, to, bytes.length - from);
    return longer;
  }
}
