package org.nexusgen.pipeline;

import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.engine.Availability;
import org.nexusgen.api.engine.DeviceMemory;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.EngineInfo;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.MemoryEstimate;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.weights.WeightStore;

/** An engine as one part sees it: it remembers whether the part has a network on it. */
class PartEngine implements Engine {
  private final Engine engine;
  private volatile boolean used;

  PartEngine(Engine engine) {
    this.engine = engine;
  }

  /** Whether a graph was opened: a part may do without. */
  boolean isUsed() {
    return used;
  }

  @Override
  public String name() {
    return engine.name();
  }

  @Override
  public EngineInfo info() {
    return engine.info();
  }

  @Override
  public Availability availability() {
    return engine.availability();
  }

  @Override
  public Optional<DeviceMemory> deviceMemory() {
    return engine.deviceMemory();
  }

  @Override
  public MemoryEstimate estimate(
      Graph graph, WeightStore weights, SessionSettings settings, Map<String, Long> sizes) {
    return engine.estimate(graph, weights, settings, sizes);
  }

  @Override
  public GraphSession open(Graph graph, WeightStore weights, SessionSettings settings) {
    used = true;
    return engine.open(graph, weights, settings);
  }
}
