package org.nexusgen.engine.onnxruntime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.nexusgen.api.weights.WeightEntry;

/** Turns a checkpoint's tensor into its stored form, a few rows at a time. */
final class WeightPacker {
  /** Receives the stored form in order. */
  interface Sink {
    void write(ByteBuffer bytes) throws IOException;
  }

  // Elements in one piece: 4 MiB of float32 keep memory small and calls few.
  private static final int PIECE = 1 << 20;

  private WeightPacker() {}

  static void pack(WeightEntry entry, WeightForm form, Sink sink) throws IOException {
    try (WeightValues values = WeightValues.open(entry)) {
      switch (form) {
        case WeightForm.Widened widened -> widen(values, entry.shape().elements(), sink);
        case WeightForm.Blocks blocks ->
            byRows(
                values,
                entry,
                sink,
                BlockFormat.SIZE * blocks.format().bits() / Byte.SIZE,
                (row, from, to, out) -> blocks.format().encode(row, from, to, out));
        case WeightForm.Scales scales ->
            byRows(
                values,
                entry,
                sink,
                Float.BYTES,
                (row, from, to, out) -> out.putFloat(scales.format().scale(row, from, to)));
      }
    }
  }

  private static void widen(WeightValues values, long elements, Sink sink) throws IOException {
    for (long from = 0; from < elements; from += PIECE) {
      int count = (int) Math.min(PIECE, elements - from);
      ByteBuffer bytes = allocate(count * Float.BYTES);
      bytes.asFloatBuffer().put(values.read(from, count));
      sink.write(bytes);
    }
  }

  private interface BlockWriter {
    void write(float[] row, int from, int to, ByteBuffer out);
  }

  private static void byRows(
      WeightValues values, WeightEntry entry, Sink sink, int blockBytes, BlockWriter writer)
      throws IOException {
    int columns = entry.shape().size(1);
    for (long row = 0; row < entry.shape().dim(0); row++) {
      float[] numbers = values.read(row * columns, columns);
      ByteBuffer out = allocate((int) BlockFormat.blocks(columns) * blockBytes);
      for (int from = 0; from < columns; from += BlockFormat.SIZE) {
        writer.write(numbers, from, Math.min(from + BlockFormat.SIZE, columns), out);
      }
      sink.write(out.flip());
    }
  }

  private static ByteBuffer allocate(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
