package org.nexusgen.image;

import java.io.ByteArrayOutputStream;

/** GIF's data sub-blocks, and the variable-length LZW code inside them (GIF89a appendix F). */
final class GifBlocks {
  private static final int MOST_BITS = 12;
  private static final int TABLE = 1 << MOST_BITS;
  private static final int NONE = -1;

  private GifBlocks() {}

  /** The joined data of sub-blocks up to the empty one. */
  static byte[] read(Bytes bytes) throws DamagedPicture {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    int length = bytes.u8();
    while (length != 0) {
      joined.writeBytes(bytes.take(length));
      length = bytes.u8();
    }
    return joined.toByteArray();
  }

  /** Unpacks {@code count} colour indices. */
  static byte[] unpack(Bytes bytes, int codeSize, int count) throws DamagedPicture {
    if (codeSize < 1 || codeSize > 8) {
      throw new DamagedPicture("GIF code size %d, wants 1 to 8".formatted(codeSize));
    }
    return new Lzw(read(bytes), codeSize).unpack(count);
  }

  /** The decompressor: each code stands for a prefix code and one more index. */
  private static final class Lzw {
    private final byte[] data;
    private final int codeSize;
    private final int clear;
    private final short[] prefix = new short[TABLE];
    private final byte[] suffix = new byte[TABLE];
    private final byte[] stack = new byte[TABLE + 1];
    private int position;

    Lzw(byte[] data, int codeSize) {
      this.data = data;
      this.codeSize = codeSize;
      this.clear = 1 << codeSize;
      for (int i = 0; i < clear; i++) {
        suffix[i] = (byte) i;
      }
    }

    byte[] unpack(int count) throws DamagedPicture {
      byte[] indices = new byte[count];
      int done = 0;
      int bits = codeSize + 1;
      int next = clear + 2;
      int previous = NONE;
      int firstOfPrevious = 0;
      while (done < count) {
        int code = read(bits);
        if (code == clear + 1 || code == NONE) {
          throw DamagedPicture.truncated("after %d of %d GIF pixels".formatted(done, count));
        }
        if (code == clear) {
          bits = codeSize + 1;
          next = clear + 2;
          previous = NONE;
          continue;
        }
        boolean first = previous == NONE;
        if (code > next || (first && (code == next || code > clear))) {
          throw new DamagedPicture("GIF code %d was not defined".formatted(code));
        }
        int depth = 0;
        int walk = code;
        if (code == next) { // the entry that is being made: the previous string and its own start
          stack[depth++] = (byte) firstOfPrevious;
          walk = previous;
        }
        while (walk >= clear) {
          stack[depth++] = suffix[walk];
          walk = prefix[walk];
        }
        stack[depth++] = suffix[walk];
        firstOfPrevious = suffix[walk];
        while (depth > 0 && done < count) {
          indices[done++] = stack[--depth];
        }
        if (previous != NONE && next < TABLE) {
          prefix[next] = (short) previous;
          suffix[next] = (byte) firstOfPrevious;
          next++;
          if (next == 1 << bits && bits < MOST_BITS) {
            bits++;
          }
        }
        previous = code;
      }
      return indices;
    }

    /** The next code, lowest bit first; none at the end of the data. */
    private int read(int bits) {
      if (position + bits > 8 * data.length) {
        return NONE;
      }
      int code = 0;
      for (int bit = 0; bit < bits; bit++) {
        code |= (data[position >> 3] >> (position & 7) & 1) << bit;
        position++;
      }
      return code;
    }
  }
}
