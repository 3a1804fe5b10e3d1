package org.nexusgen.engine.tensorrt.process;

import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.ResidentTensor;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;

/** An output so small that it came with the answer; it goes along with each request again. */
public record SmallTensor(Tensor tensor) implements ResidentTensor {
  @Override
  public DType dtype() {
    return tensor.dtype();
  }

  @Override
  public Shape shape() {
    return tensor.shape();
  }

  @Override
  public Tensor toHost() {
    return tensor;
  }

  @Override
  public void close() {
    // memory of this process
  }
}
