package org.nexusgen.engine.tensorrt.session;

import java.util.ArrayList;
import java.util.List;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.engine.tensorrt.precision.PrecisionPlan;

/**
 * The arithmetic of a plan.
 *
 * @param half whether float16 may be used
 * @param single operators that stay in float32 nevertheless, as their nodes are called in the file
 */
record Arithmetic(boolean half, List<String> single) {
  /** Sensitive places stay in float32; a graph that is one such place does as a whole. */
  static Arithmetic of(Graph graph, boolean half) {
    PrecisionPlan places = PrecisionPlan.of(graph);
    if (!half || places.isAllFull(graph)) {
      return new Arithmetic(false, List.of());
    }
    List<String> single = new ArrayList<>();
    for (int i = 0; i < graph.nodes().size(); i++) {
      Node node = graph.nodes().get(i);
      if (places.isFull(node)) {
        single.add(node.op() + "@" + i); // OnnxWriter's names
      }
    }
    return new Arithmetic(true, single);
  }
}
