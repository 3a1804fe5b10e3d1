package org.nexusgen.parity;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicInteger;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.engine.Availability;
import org.nexusgen.api.engine.DeviceMemory;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.EngineInfo;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.MemoryEstimate;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.engine.WarmListener;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Operand;
import org.nexusgen.api.weights.WeightStore;

/** ONNX Runtime as if it computed on a device with as little memory as a test wants. */
public final class SmallDeviceEngine implements Engine {
  static final String NAME = "small-device";
  static final String DEVICE = "pretended:0";
  static final List<String> WARMED = new ArrayList<>();

  /** Diffusion transformers that are open now, and the most that were at once. */
  static final AtomicInteger TRANSFORMERS = new AtomicInteger();

  static final AtomicInteger MOST = new AtomicInteger();

  static volatile long free = Long.MAX_VALUE;

  /** Whether there is such a device. */
  static volatile boolean present = true;

  /** Name of a graph that cannot be opened. */
  static volatile String refused = "";

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public EngineInfo info() {
    EngineInfo real = real().info();
    return new EngineInfo(
        NAME, real.version(), DEVICE, real.opset(), real.dtypes(), real.dynamicShapes());
  }

  @Override
  public Availability availability() {
    return present
        ? Availability.available()
        : Availability.unavailable(
            List.of(new Availability.Reason("driver", "none", "one", "install it")));
  }

  @Override
  public Optional<DeviceMemory> deviceMemory() {
    return present ? Optional.of(new DeviceMemory(Long.MAX_VALUE, free)) : Optional.empty();
  }

  @Override
  public MemoryEstimate estimate(
      Graph graph, WeightStore weights, SessionSettings settings, Map<String, Long> sizes) {
    if (graph.name().equals(refused)) {
      throw new NexusGenException("no such network");
    }
    return real().estimate(graph, weights, settings, sizes);
  }

  @Override
  public GraphSession open(Graph graph, WeightStore weights, SessionSettings settings) {
    boolean transformer = graph.name().equals("flux-transformer");
    if (transformer) {
      MOST.accumulateAndGet(TRANSFORMERS.incrementAndGet(), Math::max);
    }
    GraphSession session = real().open(graph, weights, settings);
    return new GraphSession() {
      @Override
      public RunResult run(Map<String, ? extends Operand> inputs) {
        return session.run(inputs);
      }

      @Override
      public int warm(WarmListener listener, Cancellation cancellation) {
        WARMED.add(graph.name());
        listener.progress(0, 1, "any size");
        return 1;
      }

      @Override
      public void close() {
        session.close();
        TRANSFORMERS.addAndGet(transformer ? -1 : 0);
      }
    };
  }

  private static Engine real() {
    return ServiceLoader.load(Engine.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(engine -> engine.name().equals("onnxruntime"))
        .findFirst()
        .orElseThrow();
  }
}
