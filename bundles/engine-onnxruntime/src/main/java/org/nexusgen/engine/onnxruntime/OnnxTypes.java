package org.nexusgen.engine.onnxruntime;

import ai.onnxruntime.OnnxJavaType;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.tensor.DType;

/** Element types in both worlds. */
final class OnnxTypes {
  private OnnxTypes() {}

  static OnnxJavaType of(DType dtype) {
    return switch (dtype) {
      case F64 -> OnnxJavaType.DOUBLE;
      case F32 -> OnnxJavaType.FLOAT;
      case I64 -> OnnxJavaType.INT64;
      case I32 -> OnnxJavaType.INT32;
      case I16 -> OnnxJavaType.INT16;
      case I8 -> OnnxJavaType.INT8;
      case U8 -> OnnxJavaType.UINT8;
      case BOOL -> OnnxJavaType.BOOL;
      case F16, BF16, F8E4M3 ->
          throw new NexusGenException("ONNX Runtime computes nothing in " + dtype + " on the CPU");
    };
  }

  static DType of(OnnxJavaType type) {
    return switch (type) {
      case DOUBLE -> DType.F64;
      case FLOAT -> DType.F32;
      case INT64 -> DType.I64;
      case INT32 -> DType.I32;
      case INT16 -> DType.I16;
      case INT8 -> DType.I8;
      case UINT8 -> DType.U8;
      case BOOL -> DType.BOOL;
      case FLOAT16 -> DType.F16;
      case BFLOAT16 -> DType.BF16;
      case STRING, UNKNOWN ->
          throw new NexusGenException("ONNX Runtime gave a tensor of type " + type);
    };
  }
}
