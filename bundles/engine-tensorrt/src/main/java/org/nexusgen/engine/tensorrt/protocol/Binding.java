package org.nexusgen.engine.tensorrt.protocol;

import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;

/**
 * What a plan takes or gives.
 *
 * @param dtype as the plan has it: TensorRT 8.6 makes I32 of I64
 */
public record Binding(String name, boolean input, DType dtype, Shape shape) {
  /** The largest that can be copied: a Java buffer. */
  public static final long LARGEST = Integer.MAX_VALUE;

  public long bytes() {
    return Math.multiplyExact(shape.elements(), (long) dtype.bytes());
  }
}
