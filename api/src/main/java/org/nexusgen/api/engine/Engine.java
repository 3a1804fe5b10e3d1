package org.nexusgen.api.engine;

import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.weights.WeightStore;

/** Runs graphs. A service: one an engine bundle, thread-safe, alive as long as the JVM. */
public interface Engine {
  EngineInfo info();

  /** The name by which settings choose it. */
  default String name() {
    return info().name();
  }

  /**
   * Prepares a graph for running with weights bound by name. F16, BF16 and F8 weights are widened
   * as the engine needs.
   *
   * @return a session; whoever opened it closes it
   * @throws BadInputException if a weight is missing or has another shape than the graph wants
   * @throws NexusGenException if the engine cannot run the graph; the message names operator, type
   *     or shape
   */
  GraphSession open(Graph graph, WeightStore weights, SessionSettings settings);
}
