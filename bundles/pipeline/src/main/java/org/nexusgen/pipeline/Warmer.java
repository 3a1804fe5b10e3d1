package org.nexusgen.pipeline;

import org.nexusgen.api.Cancellation;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.engine.WarmListener;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightStore;

/** Opens one part after the other and lets its sessions build their plans ahead. */
record Warmer(
    PartLine line, PartEngines engines, WarmListener listener, Cancellation cancellation) {
  int warm(ModelFolder model, SessionSettings session) {
    int plans = 0;
    for (PartLine.Seat seat : line.of(model)) {
      cancellation.check();
      Warming engine = new Warming(engines.of(seat.part()), seat.name(), this);
      seat.visit(new PartContext(model, engine, session));
      plans += engine.plans;
    }
    return plans;
  }

  private static final class Warming extends PartEngine {
    private final String part;
    private final Warmer warmer;
    private int plans;

    Warming(Engine engine, String part, Warmer warmer) {
      super(engine);
      this.part = part;
      this.warmer = warmer;
    }

    @Override
    public GraphSession open(Graph graph, WeightStore weights, SessionSettings settings) {
      GraphSession session = super.open(graph, weights, settings);
      try {
        plans +=
            session.warm(
                (done, total, plan) ->
                    warmer
                        .listener()
                        .progress(done, total, plan.isEmpty() ? part : part + ", " + plan),
                warmer.cancellation());
        return session;
      } catch (RuntimeException e) {
        session.close();
        throw e;
      }
    }
  }
}
