package org.nexusgen.engine.onnxruntime;

import ai.onnxruntime.OnnxTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.ResidentTensor;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;

/** A tensor in ONNX Runtime's memory. */
record OnnxResidentTensor(OnnxTensor value) implements ResidentTensor {
  @Override
  public DType dtype() {
    return OnnxTypes.of(value.getInfo().type);
  }

  @Override
  public Shape shape() {
    return Shape.of(value.getInfo().getShape());
  }

  @Override
  public Tensor toHost() {
    ByteBuffer copy = value.getByteBuffer();
    return Tensor.wrap(dtype(), shape(), copy.order(ByteOrder.LITTLE_ENDIAN));
  }

  @Override
  public void close() {
    value.close();
  }
}
