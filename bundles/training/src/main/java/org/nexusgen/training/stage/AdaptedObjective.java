package org.nexusgen.training.stage;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.training.loop.LearningBatch;
import org.nexusgen.training.loop.Objective;
import org.nexusgen.training.lora.Lora;

/** An objective whose weights stay: adapters beside them learn. */
final class AdaptedObjective implements Objective {
  private final Objective base;
  private final Graph graph;
  private final Map<String, Tensor> start;

  /**
   * @param learned factors to learn on from, by their names; fresh ones where there are none
   * @param seed of the fresh ones
   */
  AdaptedObjective(Objective base, Lora lora, Map<String, Tensor> learned, long seed) {
    this.base = base;
    this.graph = lora.on(base.graph());
    this.start = new HashMap<>(base.start());
    start.putAll(StartWeights.fresh(Lora.initialWeights(graph), seed));
    learned.forEach(start::replace);
  }

  @Override
  public Graph graph() {
    return graph;
  }

  @Override
  public Map<String, Tensor> start() {
    return start;
  }

  @Override
  public Set<String> frozen() {
    return Lora.frozen(graph);
  }

  @Override
  public LearningBatch batch(long number) {
    return base.batch(number);
  }

  @Override
  public List<LearningBatch> heldOut() {
    return base.heldOut();
  }

  @Override
  public void close() {
    base.close();
  }
}
