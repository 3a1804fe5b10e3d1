package org.nexusgen.training.loop;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Tensor;

/** y = 3x, one point a batch; the batch of one number may be spoiled. */
record LineObjective(long spoiled) implements Objective {
  static LineObjective clean() {
    return new LineObjective(-1);
  }

  @Override
  public Graph graph() {
    return new Graph("line", 23, List.of(), List.of(), List.of(), Map.of(), List.of());
  }

  @Override
  public Map<String, Tensor> start() {
    return Map.of("w", Tensor.scalar(0));
  }

  @Override
  public Set<String> frozen() {
    return Set.of();
  }

  @Override
  public LearningBatch batch(long number) {
    float x = new Random(number * 7919).nextFloat();
    float y = number == spoiled ? Float.NaN : 3 * x;
    return new LearningBatch(
        Map.of("x", Tensor.scalar(x), "y", Tensor.scalar(y)),
        number % 2 == 0 ? "even" : "odd",
        List.of("line:" + number));
  }

  @Override
  public List<LearningBatch> heldOut() {
    return List.of(
        new LearningBatch(
            Map.of("x", Tensor.scalar(0.5f), "y", Tensor.scalar(1.5f)), "", List.of("held out")));
  }

  @Override
  public void close() {}
}
