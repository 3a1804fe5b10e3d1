package org.nexusgen.engine.onnxruntime;

import java.nio.ByteBuffer;

/**
 * Weights as whole numbers with one float32 factor a block of columns, as ONNX Runtime's
 * MatMulNBits reads them: value = (number − zero) · factor, zero in the middle of the range, low
 * nibble first.
 *
 * @param bits 4 or 8
 */
record BlockFormat(int bits) {
  /** Columns of one block: 32 loses least of the sizes that the operator takes. */
  static final int SIZE = 32;

  BlockFormat {
    if (bits != 4 && bits != 8) {
      throw new IllegalArgumentException("bits: got " + bits + ", wants 4 or 8");
    }
  }

  /** Bytes of one value, with its share of the factor. */
  double bytesOfValue() {
    return bits / (double) Byte.SIZE + Float.BYTES / (double) SIZE;
  }

  static long blocks(long columns) {
    return (columns + SIZE - 1) / SIZE;
  }

  private int zero() {
    return 1 << (bits - 1);
  }

  /**
   * The factor of one block. The value of largest magnitude falls on the lowest number, because the
   * range reaches one further down than up.
   */
  float scale(float[] values, int from, int to) {
    float extreme = 0;
    for (int i = from; i < to; i++) {
      if (Math.abs(values[i]) > Math.abs(extreme)) {
        extreme = values[i];
      }
    }
    return extreme / -zero();
  }

  /** Appends the numbers of one block, filled up with zeros. */
  void encode(float[] values, int from, int to, ByteBuffer out) {
    float scale = scale(values, from, to);
    int low = 0;
    for (int i = 0; i < SIZE; i++) {
      int number = from + i < to ? number(values[from + i], scale) : zero();
      if (bits == Byte.SIZE) {
        out.put((byte) number);
      } else if (i % 2 == 0) {
        low = number;
      } else {
        out.put((byte) (low | (number << 4)));
      }
    }
  }

  private int number(float value, float scale) {
    int steps = scale == 0 ? 0 : Math.round(value / scale);
    return Math.clamp((long) steps + zero(), 0, 2 * zero() - 1);
  }
}
