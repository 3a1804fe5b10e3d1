package org.nexusgen.graph.internal;

import org.nexusgen.api.tensor.DType;

/** Numbers of element types in ONNX: enum TensorProto.DataType of the ONNX standard. */
public final class OnnxTypes {
  private OnnxTypes() {}

  public static int code(DType dtype) {
    return switch (dtype) {
      case F32 -> 1;
      case U8 -> 2;
      case I8 -> 3;
      case I16 -> 5;
      case I32 -> 6;
      case I64 -> 7;
      case BOOL -> 9;
      case F16 -> 10;
      case F64 -> 11;
      case BF16 -> 16;
      case F8E4M3 -> 17;
    };
  }

  public static DType of(long code) {
    for (DType dtype : DType.values()) {
      if (code(dtype) == code) {
        return dtype;
      }
    }
    throw new IllegalArgumentException("ONNX element type " + code + " has no counterpart");
  }
}
