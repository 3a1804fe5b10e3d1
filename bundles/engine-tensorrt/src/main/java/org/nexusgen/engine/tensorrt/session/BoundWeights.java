package org.nexusgen.engine.tensorrt.session;

import java.util.List;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.engine.tensorrt.plan.WeightIdentity;

/**
 * The weights of a graph.
 *
 * @param identities tell which they are, for the names of plans
 */
record BoundWeights(WeightStore store, List<String> identities) {
  /** Looks at all of them once. */
  static BoundWeights of(Graph graph, WeightStore store) {
    return new BoundWeights(store, WeightIdentity.of(graph, store));
  }
}
