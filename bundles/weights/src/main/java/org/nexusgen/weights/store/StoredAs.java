package org.nexusgen.weights.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.ReducedFloat;
import org.nexusgen.api.tensor.Tensor;

/** Tensors in the type that a file stores them in. */
public final class StoredAs {
  private StoredAs() {}

  /**
   * @param name for messages
   * @throws BadInputException if a value is too large for the type
   */
  public static Tensor of(String name, Tensor tensor, DType stored) {
    return switch (stored) {
      case F32 -> tensor.dtype() == stored ? tensor : narrowed(name, tensor, stored);
      case F16, BF16 -> narrowed(name, tensor, stored);
      case F64, F8E4M3, I64, I32, I16, I8, U8, BOOL ->
          throw new IllegalArgumentException(
              "weights are stored as F32, F16 or BF16, not " + stored);
    };
  }

  private static Tensor narrowed(String name, Tensor tensor, DType stored) {
    float[] values = tensor.floats();
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.multiplyExact(values.length, stored.bytes()))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      switch (stored) {
        case F16 -> bytes.putShort(toF16(name, value));
        case BF16 -> bytes.putShort(ReducedFloat.toBf16(value));
        default -> bytes.putFloat(value);
      }
    }
    return Tensor.wrap(stored, tensor.shape(), bytes.flip());
  }

  private static short toF16(String name, float value) {
    short bits = ReducedFloat.toF16(value);
    if (Float.isFinite(value) && !Float.isFinite(ReducedFloat.fromF16(bits))) {
      throw new BadInputException(
          "weight '%s' holds %s, more than F16 can; store BF16 or F32".formatted(name, value));
    }
    return bits;
  }
}
