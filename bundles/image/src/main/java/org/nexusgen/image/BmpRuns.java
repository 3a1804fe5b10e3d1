package org.nexusgen.image;

/** The run-length code of 4- and 8-bit bitmaps: pairs of a count and a value, and escapes. */
final class BmpRuns {
  private static final int END_OF_ROW = 0;
  private static final int END_OF_PICTURE = 1;
  private static final int MOVE = 2;

  private final Bytes bytes;
  private final boolean nibbles;
  private final int width;
  private final byte[] indices;
  private int x;
  private int y;

  private BmpRuns(Bytes bytes, BmpHeader header) {
    this.bytes = bytes;
    this.nibbles = header.bits() == 4;
    this.width = (int) header.width();
    this.indices = new byte[width * (int) header.height()];
  }

  /** Colour indices in stored row order; what the code leaves out is index 0. */
  static byte[] unpack(Bytes bytes, BmpHeader header) throws DamagedPicture {
    BmpRuns runs = new BmpRuns(bytes, header);
    boolean more = true;
    while (more) {
      more = runs.step();
    }
    return runs.indices;
  }

  private boolean step() throws DamagedPicture {
    int count = bytes.u8();
    int value = bytes.u8();
    if (count > 0) {
      for (int i = 0; i < count; i++) {
        put(nibbles ? nibble(value, i) : value);
      }
      return true;
    }
    switch (value) {
      case END_OF_ROW -> {
        x = 0;
        y++;
      }
      case END_OF_PICTURE -> {
        return false;
      }
      case MOVE -> {
        x += bytes.u8();
        y += bytes.u8();
      }
      default -> literal(value);
    }
    return true;
  }

  private void literal(int count) throws DamagedPicture {
    int length = nibbles ? (count + 1) / 2 : count;
    byte[] values = bytes.take(length + (length & 1)); // padded to an even length
    for (int i = 0; i < count; i++) {
      put(nibbles ? nibble(values[i / 2] & 0xff, i) : values[i]);
    }
  }

  private static int nibble(int pair, int i) {
    return (i & 1) == 0 ? pair >> 4 : pair & 0xf;
  }

  private void put(int index) {
    int at = y * width + x;
    if (x < width && y >= 0 && at < indices.length && at >= 0) { // What lies outside is dropped.
      indices[at] = (byte) index;
    }
    x++;
  }
}
