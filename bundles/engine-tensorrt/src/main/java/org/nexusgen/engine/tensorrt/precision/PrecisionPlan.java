package org.nexusgen.engine.tensorrt.precision;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;

/**
 * Which nodes of a graph keep 32-bit floats, and for which reasons; all others may have 16.
 *
 * @param full by the first output of the node
 */
public record PrecisionPlan(Map<String, Set<SensitivePlace>> full) {
  public PrecisionPlan {
    full = Map.copyOf(full);
  }

  /** With all places that are sensitive. */
  public static PrecisionPlan of(Graph graph) {
    return of(graph, EnumSet.allOf(SensitivePlace.class));
  }

  /**
   * With some of them.
   *
   * @param graph of operator set 17, see {@link org.nexusgen.graph.onnx.Opset17}
   */
  public static PrecisionPlan of(Graph graph, Set<SensitivePlace> places) {
    Wiring wiring = new Wiring(graph);
    Map<String, Set<SensitivePlace>> full = new HashMap<>();
    for (SensitivePlace place : places) {
      for (String node : PlaceFinder.find(place, wiring)) {
        full.computeIfAbsent(node, key -> EnumSet.noneOf(SensitivePlace.class)).add(place);
      }
    }
    return new PrecisionPlan(full);
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
