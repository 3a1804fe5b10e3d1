package org.nexusgen.engine.tensorrt.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
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
    return of(graph, half, graph, Map.of());
  }

  /**
   * That of a graph in another form.
   *
   * @param written the other form
   * @param origins for a value that it makes, values of the graph; itself where it has none
   */
  static Arithmetic of(Graph graph, boolean half, Graph written, Map<String, Set<String>> origins) {
    if (!half) {
      return new Arithmetic(false, List.of());
    }
    PrecisionPlan places = PrecisionPlan.of(graph);
    if (places.isAllFull(graph)) {
      return new Arithmetic(false, List.of());
    }
    List<String> single = new ArrayList<>();
    for (int i = 0; i < written.nodes().size(); i++) {
      Node node = written.nodes().get(i);
      String made = node.outputs().getFirst();
      if (origins.getOrDefault(made, Set.of(made)).stream().anyMatch(places.full()::containsKey)) {
        single.add(node.op() + "@" + i); // OnnxWriter's names
      }
    }
    return new Arithmetic(true, single);
  }
}
