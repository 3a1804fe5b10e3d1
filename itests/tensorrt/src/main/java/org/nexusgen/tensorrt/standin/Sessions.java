package org.nexusgen.tensorrt.standin;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import org.nexusgen.api.tensor.DType;

/** ONNX Runtime, and its names of types. */
final class Sessions {
  private static final String WEIGHTS_FOLDER =
      "session.model_external_initializers_file_folder_path";

  private Sessions() {}

  /**
   * @param folder of the weights; may be gone afterwards
   */
  static OrtSession open(OrtEnvironment environment, ByteBuffer model, Path folder)
      throws OrtException {
    byte[] bytes = new byte[model.remaining()];
    model.duplicate().get(bytes);
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      options.addConfigEntry(WEIGHTS_FOLDER, folder.toString());
      return environment.createSession(bytes, options);
    }
  }

  static DType dtype(String name, OnnxJavaType type) {
    return switch (type) {
      case FLOAT -> DType.F32;
      case FLOAT16 -> DType.F16;
      case INT32 -> DType.I32;
      case INT64 -> DType.I64;
      case INT8 -> DType.I8;
      case BOOL -> DType.BOOL;
      case BFLOAT16, DOUBLE, INT16, UINT8, STRING, UNKNOWN -> {
        Faults.abort("binding " + name + " is of type " + type);
        yield DType.U8;
      }
    };
  }
}
