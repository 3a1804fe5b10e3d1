package org.nexusgen.api.engine;

import java.util.Set;
import org.nexusgen.api.tensor.DType;

/**
 * What an engine is and can.
 *
 * @param name by which settings choose it: {@code onnxruntime}, {@code pytorch}, {@code tensorrt}
 * @param version of the library that does the work
 * @param device on which it computes: {@code cpu}, {@code cuda:0}
 * @param opset newest ONNX operator set that it runs
 * @param dtypes element types that its graphs may use
 * @param dynamicShapes whether axes may be symbols
 */
public record EngineInfo(
    String name,
    String version,
    String device,
    int opset,
    Set<DType> dtypes,
    boolean dynamicShapes) {
  public EngineInfo {
    dtypes = Set.copyOf(dtypes);
  }
}
