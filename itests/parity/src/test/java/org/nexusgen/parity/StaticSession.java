package org.nexusgen.parity;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Operand;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.graph.OpenSizes;
import org.nexusgen.graph.StaticShapes;

/**
 * One graph as many of fixed shapes, each opened when a run first has its sizes.
 *
 * @param open what runs a graph of fixed shapes
 * @param opened by sizes
 */
record StaticSession(
    Graph graph, Function<Graph, GraphSession> open, Map<Map<String, Long>, GraphSession> opened)
    implements GraphSession {

  StaticSession(Graph graph, Function<Graph, GraphSession> open) {
    this(graph, open, new ConcurrentHashMap<>());
  }

  @Override
  public RunResult run(Map<String, ? extends Operand> inputs) {
    Map<String, Shape> shapes = new HashMap<>();
    inputs.forEach((name, value) -> shapes.put(name, value.shape()));
    Map<String, Long> sizes = new OpenSizes(graph).read(shapes);
    return opened
        .computeIfAbsent(sizes, key -> open.apply(StaticShapes.of(graph, key)))
        .run(inputs);
  }

  @Override
  public void close() {
    opened.values().forEach(GraphSession::close);
  }
}
