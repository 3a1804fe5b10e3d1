package org.nexusgen.engine.tensorrt11;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.tensorrt.nvinfer.Dims64;
import org.nexusgen.api.tensor.Shape;

/** TensorRT's shapes. */
final class DimsOf {
  private DimsOf() {}

  /** A new one; the caller closes it. */
  static Dims64 shape(Shape shape) {
    Dims64 dims = new Dims64();
    dims.nbDims(shape.rank());
    for (int axis = 0; axis < shape.rank(); axis++) {
      dims.d(axis, shape.dim(axis));
    }
    return dims;
  }

  /** Sizes; -1 where they are open. */
  static List<Long> sizes(Dims64 dims) {
    List<Long> sizes = new ArrayList<>();
    for (int axis = 0; axis < dims.nbDims(); axis++) {
      sizes.add(dims.d(axis));
    }
    return sizes;
  }
}
