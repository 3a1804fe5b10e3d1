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
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.engine.tensorrt.precision.MixedPrecision;
import org.nexusgen.engine.tensorrt.precision.PrecisionPlan;
import org.nexusgen.engine.tensorrt.precision.RangeProbe;
import org.nexusgen.graph.onnx.CacheOutside;
import org.nexusgen.graph.onnx.Opset17;

/**
 * Measures: runs every graph on float32 with a probe of its ranges; on float16 with the rules'
 * islands, and throughout; and, with the operators that TensorRT 11 reads, on float16 and bfloat16
 * with islands.
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

    /** The same of the graph as TensorRT 11 reads it, with islands. */
    final Map<String, Double> elevenHalf = new TreeMap<>();

    final Map<String, Double> elevenBrain = new TreeMap<>();

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
    PrecisionPlan none = PrecisionPlan.of(measured.lowered, DType.F16, Set.of());
    return new TwinSession(
        graph,
        List.of(
            engine.open(measured.probe.graph(), weights, settings),
            engine.open(eight(measured.lowered), weights, settings),
            engine.open(MixedPrecision.emulated(measured.lowered, none), weights, settings),
            engine.open(eleven(graph, DType.F16), weights, settings),
            engine.open(eleven(graph, DType.BF16), weights, settings)),
        (output, results) -> note(measured, output, results));
  }

  /** As the engine {@code tensorrt} computes with float16, where the rest may be in TF32. */
  static Graph eight(Graph lowered) {
    return TensorFloats.emulated(MixedPrecision.emulated(lowered, PrecisionPlan.of(lowered)));
  }

  /** As the engine {@code tensorrt11} writes it, on numbers of float32. */
  static Graph eleven(Graph graph, DType narrow) {
    Graph plain = CacheOutside.of(graph);
    return MixedPrecision.emulated(plain, PrecisionPlan.of(plain, narrow));
  }

  private static void note(Measurement measured, String output, List<RunResult> results) {
    measured.ranges =
        measured.probe.merge(measured.ranges, results.get(0).tensor(RangeProbe.OUTPUT));
    float[] wanted = results.get(0).tensor(output).floats();
    int next = 1;
    for (Map<String, Double> errors :
        List.of(
            measured.withIslands, measured.throughout, measured.elevenHalf, measured.elevenBrain)) {
      float[] got = results.get(next++).tensor(output).floats();
      errors.merge(output, error(got, wanted), PrecisionEngine::worse);
    }
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
