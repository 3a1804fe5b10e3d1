package org.nexusgen.graph.onnx;

import org.nexusgen.api.tensor.Tensor;

/** Where the bytes of a weight are, for a model that is being written. */
public sealed interface WeightLocation {
  /**
   * Inside a file beside the model.
   *
   * @param location path of the file relative to the model's folder
   * @param offset of the first byte
   * @param length in bytes
   */
  record External(String location, long offset, long length) implements WeightLocation {}

  /** Inside the model itself. */
  record Inline(Tensor tensor) implements WeightLocation {}
}
