package org.nexusgen.engine.tensorrt.session;

import java.util.stream.Stream;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.engine.tensorrt.protocol.Binding;

/**
 * What TensorRT cannot take at a graph's border, said before native code is asked: there the answer
 * may be the end of the process.
 */
final class NativeLimits {
  private NativeLimits() {}

  /**
   * @param graph of fixed shapes
   */
  static void check(Graph graph, Generation generation) {
    Stream.concat(graph.inputs().stream(), graph.outputs().stream())
        .forEach(argument -> check(graph, argument, generation));
  }

  private static void check(Graph graph, Graph.Argument argument, Generation generation) {
    DType dtype = generation.planned(argument.type().dtype());
    if (!generation.takes(dtype)) {
      throw new NexusGenException(
          "graph '%s': '%s' is %s, TensorRT takes %s: cast it"
              .formatted(graph.name(), argument.name(), dtype, generation.types()));
    }
    long bytes = Math.multiplyExact(argument.type().shape().elements(), (long) dtype.bytes());
    if (bytes == 0 || bytes > Binding.LARGEST) {
      throw new NexusGenException(
          "graph '%s': '%s' %s has %d bytes, TensorRT takes 1 to %d: %s"
              .formatted(
                  graph.name(),
                  argument.name(),
                  argument.type(),
                  bytes,
                  Binding.LARGEST,
                  bytes == 0 ? "leave nothing empty" : "ask for a smaller batch or size"));
    }
  }

  /** Values of int64 inputs must fit the int32 that a plan may have instead. */
  static void check(Graph graph, String name, Tensor tensor, Generation generation) {
    if (generation.planned(tensor.dtype()) == tensor.dtype()) {
      return;
    }
    for (long value : tensor.longs()) {
      if (value != (int) value) {
        throw new NexusGenException(
            "graph '%s': '%s' holds %d, TensorRT has 32 bits for it"
                .formatted(graph.name(), name, value));
      }
    }
  }
}
