package org.nexusgen.api.train;

import java.util.Map;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Tensor;
import org.osgi.annotation.versioning.ProviderType;

/** Runs graphs forwards and backwards. A service: one an engine bundle, thread-safe. */
@ProviderType
public interface TrainingEngine {
  /** The name by which settings choose it, such as {@code pytorch}. */
  String name();

  /**
   * Prepares a graph for training.
   *
   * @param graph with one scalar F32 output that {@code settings} names as the loss; its other
   *     outputs are reported
   * @param weights the values to start from, one for each weight of the graph, F32; others are
   *     ignored
   * @return a session; whoever opened it closes it
   * @throws org.nexusgen.api.BadInputException if a weight is missing or has another shape
   * @throws org.nexusgen.api.NexusGenException if the engine cannot run the graph or its gradient
   */
  TrainingSession open(Graph graph, Map<String, Tensor> weights, TrainingSettings settings);
}
