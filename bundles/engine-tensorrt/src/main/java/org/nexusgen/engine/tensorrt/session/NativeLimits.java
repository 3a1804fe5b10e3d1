package org.nexusgen.engine.tensorrt.session;

import java.util.stream.Stream;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.engine.tensorrt.protocol.Binding;

/**
 * What TensorRT 8.6 and DJL's layer over it cannot take at a graph's border, said before native
 * code is asked: there the answer would be the end of the process.
 */
final class NativeLimits {
  private NativeLimits() {}

  /**
   * @param graph of fixed shapes
   */
  static void check(Graph graph) {
    Stream.concat(graph.inputs().stream(), graph.outputs().stream())
        .forEach(argument -> check(graph, argument));
  }

  private static void check(Graph graph, Graph.Argument argument) {
    DType dtype = Binding.planned(argument.type().dtype());
    switch (dtype) {
      case F32, F16, I32, I8, BOOL -> {}
      case F64, BF16, F8E4M3, I64, I16, U8 ->
          throw new NexusGenException(
              "graph '%s': '%s' is %s, engine tensorrt takes F32, F16, I64 as I32, I32, I8, BOOL: cast it"
                  .formatted(graph.name(), argument.name(), dtype));
    }
    long bytes = Math.multiplyExact(argument.type().shape().elements(), (long) dtype.bytes());
    if (bytes == 0 || bytes > Binding.LARGEST) {
      throw new NexusGenException(
          "graph '%s': '%s' %s has %d bytes, engine tensorrt takes 1 to %d: %s"
              .formatted(
                  graph.name(),
                  argument.name(),
                  argument.type(),
                  bytes,
                  Binding.LARGEST,
                  bytes == 0 ? "leave nothing empty" : "ask for a smaller batch or size"));
    }
  }

  /** Values of int64 inputs must fit the int32 that the plan has. */
  static void check(Graph graph, String name, Tensor tensor) {
    if (tensor.dtype() != DType.I64) {
      return;
    }
    for (long value : tensor.longs()) {
      if (value != (int) value) {
        throw new NexusGenException(
            "graph '%s': '%s' holds %d, engine tensorrt has 32 bits for it"
                .formatted(graph.name(), name, value));
      }
    }
  }
}
