package org.nexusgen.pipeline;

import java.nio.FloatBuffer;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;

/** Looks for values that are no numbers: one pass, no copy of what is float32 already. */
final class Finite {
  private Finite() {}

  /**
   * Holds a part to numbers.
   *
   * @param what the tensor is, in the plural: "embeddings"
   */
  static void require(PartLabel part, String what, Tensor tensor) {
    if (!tensor.dtype().isFloat()) {
      throw part.gave(what + " of " + tensor.dtype(), "floats");
    }
    if (tensor.dtype() != DType.F32) {
      require(part, what, tensor.floats());
      return;
    }
    FloatBuffer values = tensor.bytes().asFloatBuffer();
    for (int i = 0; i < values.limit(); i++) {
      if (!Float.isFinite(values.get(i))) {
        throw part.gaveNoNumber(what, values.get(i), i, values.limit());
      }
    }
  }

  static void require(PartLabel part, String what, float[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Float.isFinite(values[i])) {
        throw part.gaveNoNumber(what, values[i], i, values.length);
      }
    }
  }
}
