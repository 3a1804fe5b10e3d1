package org.nexusgen.engine.pytorch;

import ai.djl.pytorch.engine.PtNDArray;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.ResidentTensor;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;

/** A tensor in PyTorch's memory. */
record TorchResidentTensor(PtNDArray array) implements ResidentTensor {
  @Override
  public DType dtype() {
    return TorchType.of(array.getDataType());
  }

  @Override
  public Shape shape() {
    return Shape.of(array.getShape().getShape());
  }

  @Override
  public Tensor toHost() {
    return Torch.tensor(array);
  }

  @Override
  public void close() {
    array.close();
  }
}
