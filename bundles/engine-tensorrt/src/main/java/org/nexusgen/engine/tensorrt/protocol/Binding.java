package org.nexusgen.engine.tensorrt.protocol;

import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;

/**
 * What a plan takes or gives.
 *
 * @param dtype as the plan has it: TensorRT 8 makes I32 of I64
 */
public record Binding(String name, boolean input, DType dtype, Shape shape) {
  /** The largest that DJL's layer can copy: a Java buffer. */
  public static final long LARGEST = Integer.MAX_VALUE;

  public long bytes() {
    return Math.multiplyExact(shape.elements(), (long) dtype.bytes());
  }

  /** The type that TensorRT 8 has instead of one. */
  public static DType planned(DType dtype) {
    return dtype == DType.I64 ? DType.I32 : dtype;
  }
}
