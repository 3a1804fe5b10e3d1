package org.nexusgen.engine.tensorrt.precision;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.tensor.DType;

/**
 * Which nodes of a graph keep 32-bit floats, and for which reasons; all others may have 16.
 *
 * @param narrow the type of 16 bits, {@code F16} or {@code BF16}
 * @param full by the first output of the node
 */
public record PrecisionPlan(DType narrow, Map<String, Set<SensitivePlace>> full) {
  public PrecisionPlan {
    if (narrow != DType.F16 && narrow != DType.BF16) {
      throw new IllegalArgumentException("got " + narrow + ", wants F16 or BF16");
    }
    full = Map.copyOf(full);
  }

  /** On float16, with all places that are sensitive. */
  public static PrecisionPlan of(Graph graph) {
    return of(graph, DType.F16);
  }

  /** With the places that cannot be on this type. */
  public static PrecisionPlan of(Graph graph, DType narrow) {
    return of(graph, narrow, SensitivePlace.of(narrow));
  }

  /**
   * With some of them.
   *
   * @param graph of operator set 17, see {@link org.nexusgen.graph.onnx.Opset17}, or 23, see {@link
   *     org.nexusgen.graph.onnx.CacheOutside}
   */
  public static PrecisionPlan of(Graph graph, DType narrow, Set<SensitivePlace> places) {
    Wiring wiring = new Wiring(graph);
    Map<String, Set<SensitivePlace>> full = new HashMap<>();
    for (SensitivePlace place : places) {
      for (String node : wiring.withReordering(PlaceFinder.find(place, wiring))) {
        full.computeIfAbsent(node, key -> EnumSet.noneOf(SensitivePlace.class)).add(place);
      }
    }
    return new PrecisionPlan(narrow, full);
  }

  /** Whether a node keeps 32 bits. */
  public boolean isFull(Node node) {
    return full.containsKey(Wiring.name(node));
  }

  /** Whether the whole graph does: then it is no graph for 16 bits at all. */
  public boolean isAllFull(Graph graph) {
    return graph.nodes().stream().allMatch(this::isFull);
  }
}
