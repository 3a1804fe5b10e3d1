package org.nexusgen.parity;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.nexusgen.api.NexusGenConfig;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.EngineInfo;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.engine.SessionSettings.WeightMemory;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.engine.tensorrt.support.ReadableGraph;
import org.nexusgen.graph.onnx.Opset17;

/**
 * Runs every graph in four forms: as it was written, lowered to operator set 17, as TensorRT 8.6
 * reads it, and as TensorRT 11 does with mapped weights. Found by the name {@code twin}; keeps the
 * largest difference of each graph.
 */
public final class TwinEngine implements Engine {
  static final String NAME = "twin";

  /** Largest relative difference by graph and output, over all runs of this JVM. */
  static final Map<String, Double> DIFFERENCES = new ConcurrentHashMap<>();

  /** Operators of all graphs that were opened. */
  static final Set<String> OPERATORS = ConcurrentHashMap.newKeySet();

  @Override
  public EngineInfo info() {
    EngineInfo info = delegate().info();
    return new EngineInfo(
        NAME, info.version(), info.device(), info.opset(), info.dtypes(), info.dynamicShapes());
  }

  @Override
  public String name() {
    return NAME;
  }

  /** The engine that does the work. */
  static Engine delegate() {
    return ServiceLoader.load(Engine.class).stream()
        .filter(
            provider -> !provider.type().getName().startsWith(TwinEngine.class.getPackageName()))
        .map(ServiceLoader.Provider::get)
        .filter(engine -> engine.name().equals(NexusGenConfig.DEFAULT_ENGINE))
        .findFirst()
        .orElseThrow();
  }

  @Override
  public GraphSession open(Graph graph, WeightStore weights, SessionSettings settings) {
    graph.nodes().forEach(node -> OPERATORS.add(node.op()));
    Engine engine = delegate();
    SessionSettings mapped = settings.withWeightMemory(WeightMemory.MAPPED);
    return new TwinSession(
        graph,
        List.of(
            engine.open(graph, weights, settings),
            engine.open(Opset17.lower(graph), weights, settings),
            new StaticSession(graph, fixed -> engine.open(fixed, weights, mapped)),
            engine.open(ReadableGraph.forEleven(graph), weights, mapped)),
        (output, results) -> compare(graph, output, results));
  }

  private static void compare(Graph graph, String output, List<RunResult> results) {
    float[] wanted = results.get(0).tensor(output).floats();
    double scale = 1;
    for (float value : wanted) {
      scale = Math.max(scale, Math.abs(value));
    }
    double largest = 0;
    for (RunResult other : results.subList(1, results.size())) {
      float[] got = other.tensor(output).floats();
      for (int i = 0; i < wanted.length; i++) {
        largest = Math.max(largest, Math.abs(got[i] - wanted[i]) / scale);
      }
    }
    DIFFERENCES.merge(graph.name() + " → " + output, largest, Math::max);
  }
}
