package org.nexusgen.pipeline;

import java.util.Map;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.MemoryEstimate;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Operand;
import org.nexusgen.api.tensor.ResidentTensor;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.WeightStore;

/** An engine that only adds up what a part would open on it. Its sessions give zeros. */
final class PlanningEngine extends PartEngine {
  /** Names of caches' lengths in the shipped graphs. */
  private static final String PAST = "past";

  private final Engine engine;
  private final Map<String, Long> sizes;
  private long weightBytes;
  private long workspaceBytes;
  private long cacheBytes;

  PlanningEngine(Engine engine, Map<String, Long> sizes) {
    super(engine);
    this.engine = engine;
    this.sizes = sizes;
  }

  long weightBytes() {
    return weightBytes;
  }

  long workspaceBytes() {
    return workspaceBytes;
  }

  long cacheBytes() {
    return cacheBytes;
  }

  @Override
  public GraphSession open(Graph graph, WeightStore weights, SessionSettings settings) {
    MemoryEstimate estimate = engine.estimate(graph, weights, settings, sizes);
    weightBytes += estimate.weightBytes();
    workspaceBytes = Math.max(workspaceBytes, estimate.workspaceBytes());
    for (Graph.Argument input : graph.inputs()) {
      if (input.type().dims().contains(Dim.of(PAST))) {
        cacheBytes += bytes(input);
      }
    }
    return new Nothing(graph);
  }

  /** Of a cache that holds a full context. */
  private static long bytes(Graph.Argument cache) {
    long elements = 1;
    for (Dim dim : cache.type().dims()) {
      long open = dim.equals(Dim.of(PAST)) ? PlannedSizes.CONTEXT : 1;
      elements *= dim instanceof Dim.Fixed fixed ? fixed.size() : open;
    }
    return elements * cache.type().dtype().bytes();
  }

  private record Nothing(Graph graph) implements GraphSession, RunResult {
    @Override
    public RunResult run(Map<String, ? extends Operand> inputs) {
      return this;
    }

    @Override
    public Tensor tensor(String name) {
      Graph.Argument output =
          graph.outputs().stream()
              .filter(one -> one.name().equals(name))
              .findFirst()
              .orElseThrow(() -> new NexusGenException("no output " + name));
      long[] shape =
          output.type().dims().stream()
              .mapToLong(dim -> dim instanceof Dim.Fixed fixed ? fixed.size() : 1)
              .toArray();
      int elements = 1;
      for (long size : shape) {
        elements = Math.multiplyExact(elements, Math.toIntExact(size));
      }
      return Tensor.of(new float[elements], shape);
    }

    @Override
    public ResidentTensor keep(String name) {
      throw new NexusGenException("a plan keeps no tensor");
    }

    @Override
    public void close() {
      // holds nothing
    }
  }
}
