package org.nexusgen.engine.pytorch;

import ai.djl.ndarray.types.DataType;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.tensor.DType;

/** Element types in both worlds. */
final class TorchType {
  private TorchType() {}

  static DataType of(DType dtype) {
    return switch (dtype) {
      case F64 -> DataType.FLOAT64;
      case F32 -> DataType.FLOAT32;
      case F16 -> DataType.FLOAT16;
      case BF16 -> DataType.BFLOAT16;
      case I64 -> DataType.INT64;
      case I32 -> DataType.INT32;
      case I8 -> DataType.INT8;
      case U8 -> DataType.UINT8;
      case BOOL -> DataType.BOOLEAN;
      case I16, F8E4M3 ->
          throw new NexusGenException("engine pytorch computes nothing in " + dtype);
    };
  }

  static DType of(DataType type) {
    return switch (type) {
      case FLOAT64 -> DType.F64;
      case FLOAT32 -> DType.F32;
      case FLOAT16 -> DType.F16;
      case BFLOAT16 -> DType.BF16;
      case INT64 -> DType.I64;
      case INT32 -> DType.I32;
      case INT8 -> DType.I8;
      case UINT8 -> DType.U8;
      case BOOLEAN -> DType.BOOL;
      default -> throw new NexusGenException("PyTorch gave a tensor of type " + type);
    };
  }
}
