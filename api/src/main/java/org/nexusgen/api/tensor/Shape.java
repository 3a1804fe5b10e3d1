package org.nexusgen.api.tensor;

import java.util.Arrays;

/** The sizes of a tensor's axes, outermost first; a scalar has none. Immutable. */
public final class Shape {
  private final long[] dims;

  private Shape(long[] dims) {
    for (long dim : dims) {
      if (dim < 0) {
        throw new IllegalArgumentException("negative size in shape " + Arrays.toString(dims));
      }
    }
    this.dims = dims;
  }

  public static Shape of(long... dims) {
    return new Shape(dims.clone());
  }

  public int rank() {
    return dims.length;
  }

  /** Size of one axis; a negative axis counts from the end. */
  public long dim(int axis) {
    return dims[axis < 0 ? axis + dims.length : axis];
  }

  /** Like {@link #dim}, for sizes that index Java arrays. */
  public int size(int axis) {
    return Math.toIntExact(dim(axis));
  }

  /** Number of elements; 1 for a scalar. */
  public long elements() {
    long product = 1;
    for (long dim : dims) {
      product = Math.multiplyExact(product, dim);
    }
    return product;
  }

  public long[] toArray() {
    return dims.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims);
  }

  /** As in error messages: {@code [64,80]}. */
  @Override
  public String toString() {
    return Arrays.toString(dims).replace(" ", "");
  }
}
