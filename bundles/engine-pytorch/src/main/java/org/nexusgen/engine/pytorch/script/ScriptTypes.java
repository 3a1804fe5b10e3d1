package org.nexusgen.engine.pytorch.script;

import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.tensor.DType;

/** Element types as TorchScript numbers them: c10/core/ScalarType.h. */
final class ScriptTypes {
  private ScriptTypes() {}

  static int code(DType dtype) {
    return switch (dtype) {
      case U8 -> 0;
      case I8 -> 1;
      case I16 -> 2;
      case I32 -> 3;
      case I64 -> 4;
      case F16 -> 5;
      case F32 -> 6;
      case F64 -> 7;
      case BOOL -> 11;
      case BF16 -> 15;
      case F8E4M3 -> throw new NexusGenException("engine pytorch computes nothing in " + dtype);
    };
  }

  /** The type behind a number of the ONNX standard (TensorProto.DataType). */
  static DType ofOnnx(long code) {
    return switch ((int) code) {
      case 1 -> DType.F32;
      case 2 -> DType.U8;
      case 3 -> DType.I8;
      case 5 -> DType.I16;
      case 6 -> DType.I32;
      case 7 -> DType.I64;
      case 9 -> DType.BOOL;
      case 10 -> DType.F16;
      case 11 -> DType.F64;
      case 16 -> DType.BF16;
      default -> throw new NexusGenException("engine pytorch has no type for ONNX type " + code);
    };
  }
}
