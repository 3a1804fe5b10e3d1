package org.nexusgen.engine.tensorrt11;

import java.io.IOException;
import org.bytedeco.tensorrt.global.nvinfer.DataType;
import org.nexusgen.api.tensor.DType;

/** TensorRT's names of element types. */
final class Tensorrt11Types {
  private Tensorrt11Types() {}

  static DType of(String binding, DataType type) throws IOException {
    return switch (type) {
      case kFLOAT -> DType.F32;
      case kHALF -> DType.F16;
      case kBF16 -> DType.BF16;
      case kINT64 -> DType.I64;
      case kINT32 -> DType.I32;
      case kINT8 -> DType.I8;
      case kUINT8 -> DType.U8;
      case kBOOL -> DType.BOOL;
      case kFP8, kINT4, kFP4, kE8M0 ->
          throw new IOException("binding '%s' is of type %s".formatted(binding, type));
    };
  }
}
