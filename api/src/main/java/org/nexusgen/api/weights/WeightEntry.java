package org.nexusgen.api.weights;

import java.nio.file.Path;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;

/** One named tensor of a checkpoint: where its bytes are. */
public sealed interface WeightEntry {
  String name();

  DType dtype();

  Shape shape();

  /** Contiguous row-major little-endian bytes inside a file. */
  record InFile(String name, DType dtype, Shape shape, Path file, long offset, long length)
      implements WeightEntry {}

  /** A tensor that had to be computed or re-ordered. */
  record InMemory(String name, Tensor tensor) implements WeightEntry {
    @Override
    public DType dtype() {
      return tensor.dtype();
    }

    @Override
    public Shape shape() {
      return tensor.shape();
    }
  }
}
