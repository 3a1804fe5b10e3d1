package org.nexusgen.engine.onnxruntime;

import ai.onnxruntime.OrtEnvironment;
import java.util.Map;
import java.util.Set;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.engine.Availability;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.EngineInfo;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.MemoryEstimate;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.GraphMemory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The CPU default. Costs nothing until the first graph is opened.
 *
 * <p>Sessions do not share prepacked weights: ONNX Runtime's Java interface has no container for
 * them. A part that runs one network in several ways should open one graph with symbolic sizes, or
 * map its weights, which the system keeps in memory once.
 *
 * <p>It calls ONNX Runtime's own interface. DJL's layer over it gave nothing that is needed here,
 * has no call for tensors that stay in the engine, and takes a third of a second of processor time
 * at start.
 */
@Component(service = Engine.class, property = "name=onnxruntime")
public final class OnnxRuntimeEngine implements Engine {
  static final String NAME = "onnxruntime";
  private static final String UNKNOWN_VERSION = "0";
  private static final Set<DType> DTYPES =
      Set.of(DType.F32, DType.F64, DType.I64, DType.I32, DType.I8, DType.U8, DType.BOOL);

  private final SessionOpener opener;

  /** Keeps converted weights in the user's cache folder. */
  @Activate
  public OnnxRuntimeEngine() {
    this(WeightCache.standard());
  }

  OnnxRuntimeEngine(WeightCache cache) {
    this.opener = new SessionOpener(cache);
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public EngineInfo info() {
    return new EngineInfo(NAME, version(), "cpu", GraphBuilder.OPSET, DTYPES, true);
  }

  private String version() {
    if (availability() instanceof Availability.Available) {
      return NativeRuntime.environment().getVersion();
    }
    String jar = OrtEnvironment.class.getPackage().getImplementationVersion();
    return jar == null ? UNKNOWN_VERSION : jar;
  }

  @Override
  public Availability availability() {
    Availability packed =
        NativeLibraries.availability(
            System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
    return packed instanceof Availability.Available && !NativeRuntime.flaw().isEmpty()
        ? NativeLibraries.unloadable(NativeRuntime.flaw())
        : packed;
  }

  @Override
  public MemoryEstimate estimate(
      Graph graph, WeightStore weights, SessionSettings settings, Map<String, Long> sizes) {
    double matrix =
        switch (settings.weightPrecision()) {
          case CHECKPOINT, FLOAT8 -> DType.F32.bytes();
          case INT8_BLOCKS -> new BlockFormat(8).bytesOfValue();
          case INT4_BLOCKS -> new BlockFormat(4).bytesOfValue();
        };
    return new MemoryEstimate(
        GraphMemory.weights(graph, matrix, DType.F32.bytes()),
        GraphMemory.workspace(graph, sizes, DType.F32.bytes()));
  }

  @Override
  public GraphSession open(Graph graph, WeightStore weights, SessionSettings settings) {
    if (availability() instanceof Availability.Unavailable not) {
      throw new NexusGenException("engine onnxruntime cannot run: " + not.message());
    }
    return opener.open(graph, weights, settings);
  }
}
