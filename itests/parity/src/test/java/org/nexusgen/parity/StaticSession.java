package org.nexusgen.parity;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Operand;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.engine.tensorrt.support.ReadableGraph;
import org.nexusgen.graph.OpenSizes;
import org.nexusgen.graph.onnx.NarrowIntegers;

/**
 * One graph as TensorRT 8.6 reads it, at fixed sizes, each opened when a run first has its sizes.
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
    Map<String, Operand> narrow = new HashMap<>();
    inputs.forEach(
        (name, value) -> {
          shapes.put(name, value.shape());
          narrow.put(
              name,
              value instanceof Tensor tensor && tensor.dtype() == DType.I64
                  ? NarrowIntegers.narrow(name, tensor)
                  : value);
        });
    Map<String, Long> sizes = new OpenSizes(graph).read(shapes);
    return opened
        .computeIfAbsent(sizes, key -> open.apply(ReadableGraph.forEight(graph, key)))
        .run(narrow);
  }

  @Override
  public void close() {
    opened.values().forEach(GraphSession::close);
  }
}
