package org.nexusgen.parity;

import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.EngineInfo;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.graph.onnx.Opset17;

/**
 * Runs every graph as on 16-bit floats, with the islands that the rules of precision leave: float16
 * as TensorRT 8.6 reads it, or as TensorRT 11 does with {@code -Dprecision.type=fp16} or {@code
 * bf16}.
 */
public final class HalfEngine implements Engine {
  static final String NAME = "half";

  private static final String TYPE = System.getProperty("precision.type", "");

  /** How much coarser it is than float16. */
  static double coarseness() {
    return TYPE.equals("bf16") ? 8 : 1;
  }

  @Override
  public EngineInfo info() {
    EngineInfo info = TwinEngine.delegate().info();
    return new EngineInfo(
        NAME, info.version(), info.device(), info.opset(), info.dtypes(), info.dynamicShapes());
  }

  @Override
  public GraphSession open(Graph graph, WeightStore weights, SessionSettings settings) {
    return TwinEngine.delegate().open(half(graph), weights, settings);
  }

  private static Graph half(Graph graph) {
    return switch (TYPE) {
      case "" -> PrecisionEngine.eight(Opset17.lower(graph));
      case "fp16" -> PrecisionEngine.eleven(graph, DType.F16);
      case "bf16" -> PrecisionEngine.eleven(graph, DType.BF16);
      default -> throw new IllegalArgumentException("precision.type=" + TYPE);
    };
  }
}
