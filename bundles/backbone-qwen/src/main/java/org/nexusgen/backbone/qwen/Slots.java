package org.nexusgen.backbone.qwen;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;

/**
 * The places of the key-value cache: all sequences of a batch have equally many, and where one had
 * nothing to read its place is empty and never looked at.
 */
final class Slots {
  /** Finite, so that a row that may look nowhere gives a number and not NaN. */
  static final float FORBIDDEN = -Float.MAX_VALUE;

  private final List<BitSet> empty = new ArrayList<>();
  private int length;

  Slots(int batch) {
    for (int i = 0; i < batch; i++) {
      empty.add(new BitSet());
    }
  }

  int length() {
    return length;
  }

  /** Adds places at the end of every sequence; the first {@code padding[i]} of them are empty. */
  void append(int rows, int[] padding) {
    for (int i = 0; i < empty.size(); i++) {
      empty.get(i).set(length, length + padding[i]);
    }
    length += rows;
  }

  /** What the last rows may look at: F32 [B, 1, rows, length], 0 or a huge negative number. */
  Tensor mask(int rows) {
    int batch = empty.size();
    ByteBuffer bytes =
        ByteBuffer.allocateDirect(
                Math.multiplyExact(Math.multiplyExact(batch * rows, length), Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    FloatBuffer values = bytes.asFloatBuffer();
    float[] sees = new float[length];
    for (BitSet holes : empty) {
      for (int row = 0; row < rows; row++) {
        int own = length - rows + row;
        Arrays.fill(sees, 0, own + 1, 0f);
        Arrays.fill(sees, own + 1, length, FORBIDDEN);
        holes.stream().filter(hole -> hole <= own).forEach(hole -> sees[hole] = FORBIDDEN);
        values.put(sees);
      }
    }
    return Tensor.wrap(DType.F32, Shape.of(batch, 1, rows, length), bytes);
  }
}
