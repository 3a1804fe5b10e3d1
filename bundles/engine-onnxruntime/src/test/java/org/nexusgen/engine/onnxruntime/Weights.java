package org.nexusgen.engine.onnxruntime;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Random;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.ReducedFloat;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.weights.WeightEntry;

/** Tensors that tests put into files. */
final class Weights {
  // An odd number: weights need not lie at whole words.
  private static final int PADDING = 13;

  private Weights() {}

  static float[] random(long seed, int count) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  /** Appends a tensor in the given type to a file. */
  static WeightEntry append(Path file, String name, DType dtype, float[] values, long... shape)
      throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(PADDING + values.length * dtype.bytes())
            .order(ByteOrder.LITTLE_ENDIAN)
            .position(PADDING);
    for (float value : values) {
      put(bytes, dtype, value);
    }
    long offset = (Files.exists(file) ? Files.size(file) : 0) + PADDING;
    Files.write(file, bytes.array(), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    return new WeightEntry.InFile(
        name, dtype, Shape.of(shape), file, offset, (long) values.length * dtype.bytes());
  }

  private static void put(ByteBuffer bytes, DType dtype, float value) {
    switch (dtype) {
      case F32 -> bytes.putFloat(value);
      case F64 -> bytes.putDouble(value);
      case F16 -> bytes.putShort(ReducedFloat.toF16(value));
      case BF16 -> bytes.putShort(ReducedFloat.toBf16(value));
      case F8E4M3 -> bytes.put(ReducedFloat.toF8(value));
      case I64, I32, I16, I8, U8, BOOL -> throw new IllegalArgumentException(dtype.toString());
    }
  }

  /** The value after a way through the type. */
  static float rounded(DType dtype, float value) {
    return switch (dtype) {
      case F16 -> ReducedFloat.fromF16(ReducedFloat.toF16(value));
      case BF16 -> ReducedFloat.fromBf16(ReducedFloat.toBf16(value));
      case F8E4M3 -> ReducedFloat.fromF8(ReducedFloat.toF8(value));
      case F64, F32, I64, I32, I16, I8, U8, BOOL -> value;
    };
  }
}
