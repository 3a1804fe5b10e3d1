package org.nexusgen.parity.published;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.EngineInfo;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Operand;
import org.nexusgen.api.tensor.ResidentTensor;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.graph.OpenSizes;
import org.nexusgen.graph.StaticShapes;

/** An engine that keeps graphs and the sizes that they are run with, and answers with ones. */
final class GraphCollector implements Engine {
  /**
   * A graph that a part opened.
   *
   * @param runs sizes of its runs
   */
  record Collected(Graph graph, WeightStore weights, Set<Map<String, Long>> runs) {}

  private final Map<String, Collected> collected = new LinkedHashMap<>();

  Map<String, Collected> collected() {
    return collected;
  }

  Collected named(String name) {
    Collected found = collected.get(name);
    if (found == null) {
      throw new AssertionError("no part opened '%s': %s".formatted(name, collected.keySet()));
    }
    return found;
  }

  @Override
  public EngineInfo info() {
    return new EngineInfo("collector", "1", "cpu", 23, Set.of(DType.F32, DType.I64), true);
  }

  @Override
  public GraphSession open(Graph graph, WeightStore weights, SessionSettings settings) {
    Set<Map<String, Long>> runs = new LinkedHashSet<>();
    collected.put(graph.name(), new Collected(graph, weights, runs));
    return new GraphSession() {
      @Override
      public RunResult run(Map<String, ? extends Operand> inputs) {
        Map<String, Shape> shapes = new HashMap<>();
        inputs.forEach((name, value) -> shapes.put(name, value.shape()));
        Map<String, Long> sizes = new OpenSizes(graph).read(shapes);
        runs.add(sizes);
        return new Ones(StaticShapes.of(graph, sizes));
      }

      @Override
      public void close() {}
    };
  }

  private record Ones(Graph graph) implements RunResult {
    @Override
    public Tensor tensor(String name) {
      Graph.Argument output =
          graph.outputs().stream().filter(o -> o.name().equals(name)).findFirst().orElseThrow();
      float[] ones = new float[Math.toIntExact(output.type().shape().elements())];
      Arrays.fill(ones, 1);
      return Tensor.of(ones, output.type().shape().toArray());
    }

    @Override
    public ResidentTensor keep(String name) {
      return new Kept(tensor(name));
    }

    @Override
    public void close() {}
  }

  private record Kept(Tensor value) implements ResidentTensor {
    @Override
    public DType dtype() {
      return value.dtype();
    }

    @Override
    public Shape shape() {
      return value.shape();
    }

    @Override
    public Tensor toHost() {
      return value;
    }

    @Override
    public void close() {}
  }
}
