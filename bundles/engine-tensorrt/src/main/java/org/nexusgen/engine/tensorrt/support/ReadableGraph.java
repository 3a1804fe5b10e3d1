package org.nexusgen.engine.tensorrt.support;

import java.util.Map;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.graph.StaticShapes;
import org.nexusgen.graph.onnx.CacheOutside;
import org.nexusgen.graph.onnx.NarrowIntegers;
import org.nexusgen.graph.onnx.Opset17;

/** A graph in the form that a release of TensorRT reads. */
public final class ReadableGraph {
  private ReadableGraph() {}

  /**
   * For TensorRT 8.6: operators of set 17, numbers in all shapes, integers of 32 bits. Inputs and
   * outputs keep their names and order; those of type I64 become I32.
   *
   * @param sizes a number for each open size of the graph
   * @throws NexusGenException if it still holds something that the release does not read
   */
  public static Graph forEight(Graph graph, Map<String, Long> sizes) {
    Graph fixed = NarrowIntegers.of(StaticShapes.of(Opset17.lower(graph), sizes));
    SupportCheck.require(fixed, Release.eight());
    return fixed;
  }

  /**
   * For TensorRT 11: operators as they are, sizes open, the cache outside of Attention.
   *
   * @throws NexusGenException if it still holds something that the release does not read
   */
  public static Graph forEleven(Graph graph) {
    Graph plain = CacheOutside.of(graph);
    SupportCheck.require(plain, Release.eleven());
    return plain;
  }

  /**
   * For TensorRT 11: the same with numbers in all shapes; what is joined with nothing is itself.
   *
   * @param sizes a number for each open size of the graph
   * @throws NexusGenException if it still holds something that the release does not read
   */
  public static Graph forEleven(Graph graph, Map<String, Long> sizes) {
    Graph fixed = StaticShapes.of(CacheOutside.of(graph), sizes);
    SupportCheck.require(fixed, Release.eleven());
    return fixed;
  }
}
