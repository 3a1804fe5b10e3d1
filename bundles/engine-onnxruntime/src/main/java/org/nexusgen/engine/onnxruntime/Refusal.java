package org.nexusgen.engine.onnxruntime;

import java.util.stream.Stream;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.graph.GraphBuilder;

/** Says by name what the engine cannot run, before native code does in its own words. */
final class Refusal {
  private Refusal() {}

  static void check(Graph graph) {
    if (graph.opset() > GraphBuilder.OPSET) {
      throw new NexusGenException(
          "graph '%s' is written in operator set %d, engine onnxruntime knows up to %d"
              .formatted(graph.name(), graph.opset(), GraphBuilder.OPSET));
    }
    Stream.concat(graph.inputs().stream(), graph.outputs().stream())
        .forEach(argument -> check(graph, argument.name(), argument.type()));
  }

  private static void check(Graph graph, String name, ValueType type) {
    switch (type.dtype()) {
      case F16, BF16, F8E4M3 ->
          throw new NexusGenException(
              "graph '%s': '%s' is %s, engine onnxruntime computes in F32 on the CPU: cast it"
                  .formatted(graph.name(), name, type.dtype()));
      case F64, F32, I64, I32, I16, I8, U8, BOOL -> {}
    }
  }
}
