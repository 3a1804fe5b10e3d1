package org.nexusgen.engine.tensorrt;

import java.util.Set;
import java.util.stream.Collectors;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.engine.Availability;
import org.nexusgen.api.engine.Availability.Reason;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.EngineInfo;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.engine.tensorrt.home.Discovery;
import org.nexusgen.engine.tensorrt.home.Findings;
import org.nexusgen.engine.tensorrt.home.Machine;
import org.nexusgen.engine.tensorrt.home.Shortcoming;
import org.nexusgen.graph.onnx.Opset17;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/** The GPU engine. Looks at files only until the first graph is opened. */
@Component(service = Engine.class, property = "name=tensorrt")
public final class TensorrtEngine implements Engine {
  static final String NAME = "tensorrt";

  private static final Set<DType> DTYPES =
      Set.of(DType.F32, DType.F16, DType.I32, DType.I8, DType.BOOL);

  private final Machine machine;

  /** On this machine. */
  @Activate
  public TensorrtEngine() {
    this(Machine.here());
  }

  TensorrtEngine(Machine machine) {
    this.machine = machine;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public EngineInfo info() {
    return new EngineInfo(NAME, Discovery.VERSION, "cuda:0", Opset17.VERSION, DTYPES, false);
  }

  @Override
  public Availability availability() {
    return switch (Discovery.look(machine)) {
      case Findings.Complete complete -> Availability.available();
      case Findings.Incomplete incomplete ->
          Availability.unavailable(
              incomplete.shortcomings().stream()
                  .map(one -> new Reason(one.what(), one.got(), one.wanted(), one.remedy()))
                  .toList());
    };
  }

  @Override
  public GraphSession open(Graph graph, WeightStore weights, SessionSettings settings) {
    throw switch (Discovery.look(machine)) {
      case Findings.Complete complete ->
          new NexusGenException(
              "graph '%s': engine tensorrt does not run graphs yet; TensorRT %s is in %s"
                  .formatted(graph.name(), complete.version(), complete.folders()));
      case Findings.Incomplete incomplete ->
          new NexusGenException(
              "graph '%s': engine tensorrt cannot run here: %s"
                  .formatted(
                      graph.name(),
                      incomplete.shortcomings().stream()
                          .map(Shortcoming::sentence)
                          .collect(Collectors.joining("; "))));
    };
  }
}
