package org.nexusgen.parity;

import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.EngineInfo;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.engine.tensorrt.precision.MixedPrecision;
import org.nexusgen.engine.tensorrt.precision.PrecisionPlan;
import org.nexusgen.graph.onnx.Opset17;

/** Runs every graph as on 16-bit floats, with the islands that the rules of precision leave. */
public final class HalfEngine implements Engine {
  static final String NAME = "half";

  @Override
  public EngineInfo info() {
    EngineInfo info = TwinEngine.delegate().info();
    return new EngineInfo(
        NAME, info.version(), info.device(), info.opset(), info.dtypes(), info.dynamicShapes());
  }

  @Override
  public GraphSession open(Graph graph, WeightStore weights, SessionSettings settings) {
    Graph lowered = Opset17.lower(graph);
    Graph half = MixedPrecision.emulated(lowered, PrecisionPlan.of(lowered));
    return TwinEngine.delegate().open(half, weights, settings);
  }
}
