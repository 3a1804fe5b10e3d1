package org.nexusgen.decoder.flux.session;

import java.util.function.Supplier;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.weights.WeightStore;

/** Engine, weights and settings that several graphs of one network share. */
public record SessionOpener(Engine engine, WeightStore weights, SessionSettings settings) {
  /** A session that is opened now. */
  public GraphSession open(Graph graph) {
    return engine.open(graph, weights, settings);
  }

  /** A session that is opened when it is first used. */
  public LazySession lazy(Supplier<Graph> graph) {
    return new LazySession(() -> open(graph.get()));
  }
}
