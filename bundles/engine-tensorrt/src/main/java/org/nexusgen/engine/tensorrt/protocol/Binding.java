package org.nexusgen.engine.tensorrt.protocol;

import java.util.Arrays;
import java.util.List;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;

/**
 * What a plan takes or gives.
 *
 * @param dtype as the plan has it: TensorRT 8.6 makes I32 of I64
 * @param sizes of its axes, outermost first; {@link #OPEN} where each run says it
 */
public record Binding(String name, boolean input, DType dtype, List<Long> sizes) {
  /** The largest that can be copied: a Java buffer. */
  public static final long LARGEST = Integer.MAX_VALUE;

  /** A size that the plan leaves open, as TensorRT writes it. */
  public static final long OPEN = -1;

  public Binding {
    sizes = List.copyOf(sizes);
  }

  /** One whose sizes are all fixed. */
  public Binding(String name, boolean input, DType dtype, Shape shape) {
    this(name, input, dtype, Arrays.stream(shape.toArray()).boxed().toList());
  }

  /** Whether a run says a size of it. */
  public boolean isOpen() {
    return sizes.contains(OPEN);
  }

  /**
   * Its shape, if it is the same in all runs.
   *
   * @throws IllegalArgumentException if it is open
   */
  public Shape shape() {
    return Shape.of(sizes.stream().mapToLong(Long::longValue).toArray());
  }

  /** Whether it may have a shape, as far as the plan's fixed sizes say. */
  public boolean admits(Shape shape) {
    if (shape.rank() != sizes.size()) {
      return false;
    }
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (sizes.get(axis) != OPEN && sizes.get(axis) != shape.dim(axis)) {
        return false;
      }
    }
    return true;
  }

  /** Bytes that it has in all runs. */
  public long bytes() {
    return bytes(shape());
  }

  /** Bytes that it has in this shape. */
  public long bytes(Shape shape) {
    return Math.multiplyExact(shape.elements(), (long) dtype.bytes());
  }
}
