package org.nexusgen.engine.tensorrt.session;

import java.util.List;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.engine.tensorrt.plan.FileDigests;
import org.nexusgen.engine.tensorrt.plan.WeightIdentity;

/**
 * The weights of a graph.
 *
 * @param files of weights by their content
 * @param identities tell which they are, for the names of plans
 */
record BoundWeights(Graph graph, WeightStore store, FileDigests files, List<String> identities) {
  /** Looks at all of them once. */
  static BoundWeights of(Graph graph, WeightStore store, FileDigests files) {
    return new BoundWeights(
        graph, store, files, WeightIdentity.of(graph, store, files, new Cancellation()));
  }

  /**
   * Asked when a plan's weights were copied: it is kept under the name of those that were there
   * when the graph was opened.
   */
  void checkSame(Cancellation cancellation) {
    if (!WeightIdentity.of(graph, store, files, cancellation).equals(identities)) {
      throw new NexusGenException(
          "weights of graph '%s' in %s are others than when it was opened; open it again"
              .formatted(graph.name(), store.where()));
    }
  }
}
