package org.nexusgen.weights.store;

import java.nio.file.Path;
import java.util.function.Supplier;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;

/** Where the bytes of one tensor come from. */
public sealed interface TensorSource {
  DType dtype();

  Shape shape();

  /** Contiguous bytes of a file; the range was checked against the file's length. */
  record Stored(DType dtype, Shape shape, Path file, long offset, long length)
      implements TensorSource {

    /** The same bytes under another shape of equal size. */
    public Stored reshape(long... dims) {
      return new Stored(dtype, Shape.of(dims), file, offset, length);
    }

    /** Rows {@code [from, to)} of the outermost axis. */
    public Stored rows(long from, long to) {
      long[] dims = shape.toArray();
      long rowBytes = dims[0] == 0 ? 0 : length / dims[0];
      dims[0] = to - from;
      return new Stored(
          dtype, Shape.of(dims), file, offset + from * rowBytes, (to - from) * rowBytes);
    }
  }

  /** Values that have to be put together; done anew each time they are asked for. */
  record Computed(DType dtype, Shape shape, Supplier<Tensor> values) implements TensorSource {}
}
