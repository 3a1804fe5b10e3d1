package org.nexusgen.engine.pytorch;

import java.util.Map;
import java.util.Set;
import org.nexusgen.api.BadInputException;
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
import org.osgi.service.component.annotations.Component;

/**
 * A second inference engine. Costs nothing until the first graph is opened.
 *
 * <p>A graph becomes a TorchScript program, so that one call from Java runs all of it. Float32
 * weights are read where they lie; others are widened into memory.
 */
@Component(service = Engine.class, property = "name=pytorch")
public final class PytorchEngine implements Engine {
  static final String NAME = "pytorch";
  private static final Set<DType> DTYPES =
      Set.of(DType.F32, DType.F64, DType.I64, DType.I32, DType.I8, DType.U8, DType.BOOL);

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public EngineInfo info() {
    return new EngineInfo(NAME, Torch.version(), "cpu", GraphBuilder.OPSET, DTYPES, true);
  }

  @Override
  public Availability availability() {
    return NativeJars.availability(
        PytorchEngine.class.getClassLoader(),
        System.getProperty("os.name", ""),
        System.getProperty("os.arch", ""));
  }

  @Override
  public MemoryEstimate estimate(
      Graph graph, WeightStore weights, SessionSettings settings, Map<String, Long> sizes) {
    check(settings);
    int bytes = DType.F32.bytes();
    return new MemoryEstimate(
        GraphMemory.weights(graph, bytes, bytes), GraphMemory.workspace(graph, sizes, bytes));
  }

  @Override
  public GraphSession open(Graph graph, WeightStore weights, SessionSettings settings) {
    if (availability() instanceof Availability.Unavailable not) {
      throw new NexusGenException("engine pytorch cannot run: " + not.message());
    }
    check(settings);
    return TorchGraphSession.open(graph, weights, settings.threads());
  }

  private static void check(SessionSettings settings) {
    switch (settings.weightPrecision()) {
      case CHECKPOINT, FLOAT8 -> {}
      case INT8_BLOCKS, INT4_BLOCKS ->
          throw new BadInputException(
              "engine pytorch keeps weights as float32, asked for is %s: take another precision, or"
                      .formatted(settings.weightPrecision())
                  + " engine onnxruntime");
    }
  }
}
