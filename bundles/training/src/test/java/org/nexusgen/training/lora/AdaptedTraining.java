package org.nexusgen.training.lora;

import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.ServiceLoader;
import java.util.Set;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.AdamW;
import org.nexusgen.api.train.InitialWeight;
import org.nexusgen.api.train.InitialWeight.Start;
import org.nexusgen.api.train.TrainingEngine;
import org.nexusgen.api.train.TrainingSession;
import org.nexusgen.api.train.TrainingSession.Weights;
import org.nexusgen.api.train.TrainingSettings;

/**
 * A few steps with adapters on a loss.
 *
 * @param loss name of the graph's scalar output
 */
public record AdaptedTraining(Graph graph, String loss, Map<String, Tensor> inputs) {
  /**
   * What came of it.
   *
   * @param losses before each step, and after the last
   * @param weights all of the graph's
   */
  public record Result(double[] losses, Map<String, Tensor> weights) {}

  public Result steps(int count, Map<String, Tensor> weights, double rate) {
    try (TrainingSession session = open(graph, weights, Lora.frozen(graph))) {
      double[] losses = new double[count + 1];
      for (int step = 0; step < count; step++) {
        losses[step] = loss(session.accumulate(inputs, 1));
        session.update(rate);
      }
      losses[count] = loss(session.evaluate(inputs, Weights.CURRENT));
      return new Result(losses, session.weights(Weights.CURRENT));
    }
  }

  /** The loss of a graph without adapters. */
  public double plain(Graph unadapted, Map<String, Tensor> weights) {
    try (TrainingSession session = open(unadapted, weights, Set.of())) {
      return loss(session.evaluate(inputs, Weights.CURRENT));
    }
  }

  private TrainingSession open(Graph any, Map<String, Tensor> weights, Set<String> frozen) {
    return ServiceLoader.load(TrainingEngine.class)
        .findFirst()
        .orElseThrow()
        .open(
            any,
            weights,
            new TrainingSettings(1, loss, frozen, new AdamW(0.9, 0.95, 1e-8, 0, Set.of()), 0, 0));
  }

  private double loss(Map<String, Tensor> outputs) {
    return Objects.requireNonNull(outputs.get(loss)).floats()[0];
  }

  /** The base weights with fresh A and B. */
  public Map<String, Tensor> fresh(Map<String, Tensor> base) {
    Random random = new Random(7);
    Map<String, Tensor> weights = new HashMap<>(base);
    for (InitialWeight weight : Lora.initialWeights(graph)) {
      float[] values = new float[(int) weight.shape().elements()];
      double bound =
          switch (weight.start()) {
            case Start.Uniform uniform -> uniform.bound();
            case Start.Constant constant -> constant.value();
            case Start.Normal normal -> throw new AssertionError("A is uniform, B zero");
          };
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) ((2 * random.nextDouble() - 1) * bound);
      }
      weights.put(weight.name(), Tensor.of(values, weight.shape().toArray()));
    }
    return weights;
  }
}
