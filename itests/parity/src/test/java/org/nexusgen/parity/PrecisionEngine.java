package org.nexusgen.parity;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.EngineInfo;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.engine.tensorrt.precision.MixedPrecision;
import org.nexusgen.engine.tensorrt.precision.PrecisionPlan;
import org.nexusgen.engine.tensorrt.precision.RangeProbe;
import org.nexusgen.graph.onnx.Opset17;

/**
 * Measures: runs every graph on float32 with a probe of its ranges, on 16 bits with the rules'
 * islands, and on 16 bits throughout.
 */
public final class PrecisionEngine implements Engine {
  static final String NAME = "precision";

  /** What was measured of one graph. */
  static final class Measurement {
    final Graph lowered;
    final PrecisionPlan plan;
    final RangeProbe probe;
    Map<RangeProbe.Place, Double> ranges = Map.of();

    /** Worst error of an output with islands, and without. */
    final Map<String, Double> withIslands = new TreeMap<>();

    final Map<String, Double> throughout = new TreeMap<>();

    Measurement(Graph graph) {
      lowered = Opset17.lower(graph);
      plan = PrecisionPlan.of(lowered);
      probe = RangeProbe.of(lowered);
    }
  }

  /** By what is measured and the graph's name. */
  static final Map<String, Measurement> MEASURED = new TreeMap<>();

  private static String subject = "";

  /** Names what comes next. */
  static void measuring(String name) {
    subject = name;
  }

  @Override
  public EngineInfo info() {
    EngineInfo info = TwinEngine.delegate().info();
    return new EngineInfo(
        NAME, info.version(), info.device(), info.opset(), info.dtypes(), info.dynamicShapes());
  }

  @Override
  public GraphSession open(Graph graph, WeightStore weights, SessionSettings settings) {
    Engine engine = TwinEngine.delegate();
    Measurement measured =
        MEASURED.computeIfAbsent(subject + " " + graph.name(), name -> new Measurement(graph));
    PrecisionPlan none = PrecisionPlan.of(measured.lowered, Set.of());
    return new TwinSession(
        graph,
        List.of(
            engine.open(measured.probe.graph(), weights, settings),
            engine.open(
                MixedPrecision.emulated(measured.lowered, measured.plan), weights, settings),
            engine.open(MixedPrecision.emulated(measured.lowered, none), weights, settings)),
        (output, results) -> note(measured, output, results));
  }

  private static void note(Measurement measured, String output, List<RunResult> results) {
    measured.ranges =
        measured.probe.merge(measured.ranges, results.get(0).tensor(RangeProbe.OUTPUT));
    float[] wanted = results.get(0).tensor(output).floats();
    measured.withIslands.merge(
        output, error(results.get(1).tensor(output).floats(), wanted), PrecisionEngine::worse);
    measured.throughout.merge(
        output, error(results.get(2).tensor(output).floats(), wanted), PrecisionEngine::worse);
  }

  private static double worse(double a, double b) {
    return Double.isNaN(a) || Double.isNaN(b) ? Double.NaN : Math.max(a, b);
  }

  /** ‖got − wanted‖ / ‖wanted‖. */
  static double error(float[] got, float[] wanted) {
    double difference = 0;
    double size = 0;
    for (int i = 0; i < wanted.length; i++) {
      difference += Math.pow((double) got[i] - wanted[i], 2);
      size += Math.pow(wanted[i], 2);
    }
    return size == 0 ? Math.sqrt(difference) : Math.sqrt(difference / size);
  }
}
