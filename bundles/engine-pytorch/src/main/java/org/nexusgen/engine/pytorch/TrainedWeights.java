package org.nexusgen.engine.pytorch;

import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.jni.JniUtils;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.engine.pytorch.script.FlatWeights;

/**
 * One number for each weight that is trained, side by side in PyTorch's memory: the weights
 * themselves, their gradients, or a moment.
 */
final class TrainedWeights {
  private final FlatWeights layout;
  private final PtNDArray vector;

  private TrainedWeights(FlatWeights layout, PtNDArray vector) {
    this.layout = layout;
    this.vector = vector;
  }

  /** Zeros. */
  static TrainedWeights zeros(PtNDManager manager, FlatWeights layout) {
    return of(manager, layout, bytes(layout));
  }

  /** The values of named tensors. */
  static TrainedWeights of(
      PtNDManager manager, FlatWeights layout, Function<String, Tensor> tensors) {
    ByteBuffer bytes = bytes(layout);
    for (FlatWeights.Piece piece : layout.pieces()) {
      Tensor tensor = tensors.apply(piece.name());
      bytes.position(Math.toIntExact(piece.offset() * Float.BYTES));
      if (tensor.dtype() == DType.F32) {
        bytes.put(tensor.bytes());
      } else {
        bytes.asFloatBuffer().put(tensor.floats());
      }
    }
    return of(manager, layout, bytes.rewind());
  }

  private static ByteBuffer bytes(FlatWeights layout) {
    int length = Math.toIntExact(Math.multiplyExact(layout.length(), Float.BYTES));
    return ByteBuffer.allocateDirect(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  // A clone is in PyTorch's own memory, which begins at a cache line.
  private static TrainedWeights of(PtNDManager manager, FlatWeights layout, ByteBuffer bytes) {
    try (PtNDArray shared =
        Torch.array(manager, Tensor.wrap(DType.F32, Shape.of(layout.length()), bytes))) {
      return new TrainedWeights(layout, (PtNDArray) shared.duplicate());
    }
  }

  PtNDArray vector() {
    return vector;
  }

  /** Copies of all pieces, by name. */
  Map<String, Tensor> tensors(String prefix) {
    ByteBuffer all = JniUtils.getByteBuffer(vector, true).order(ByteOrder.LITTLE_ENDIAN);
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    for (FlatWeights.Piece piece : layout.pieces()) {
      int length = Math.toIntExact(piece.elements() * Float.BYTES);
      ByteBuffer copy = ByteBuffer.allocateDirect(length).order(ByteOrder.LITTLE_ENDIAN);
      copy.put(all.slice(Math.toIntExact(piece.offset() * Float.BYTES), length)).flip();
      tensors.put(prefix + piece.name(), Tensor.wrap(DType.F32, piece.shape(), copy));
    }
    return tensors;
  }

  void close() {
    vector.close();
  }
}
