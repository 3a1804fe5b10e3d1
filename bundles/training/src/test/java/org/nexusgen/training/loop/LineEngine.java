package org.nexusgen.training.loop;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.TrainingEngine;
import org.nexusgen.api.train.TrainingSession;
import org.nexusgen.api.train.TrainingSettings;
import org.nexusgen.api.train.TrainingState;

/** Knows one network, y = w·x, and trains it with momentum. */
final class LineEngine implements TrainingEngine {
  @Override
  public String name() {
    return "line";
  }

  @Override
  public TrainingSession open(Graph graph, Map<String, Tensor> weights, TrainingSettings settings) {
    return new Line(weights.get("w").floats()[0]);
  }

  private static final class Line implements TrainingSession {
    private float weight;
    private float momentum;
    private double gradient;
    private long updates;

    Line(float weight) {
      this.weight = weight;
    }

    @Override
    public Map<String, Tensor> accumulate(Map<String, Tensor> inputs, double scale) {
      float x = inputs.get("x").floats()[0];
      float error = weight * x - inputs.get("y").floats()[0];
      gradient += scale * 2 * error * x;
      return outputs(error);
    }

    private Map<String, Tensor> outputs(float error) {
      return Map.of("loss", Tensor.scalar(error * error), "error", Tensor.scalar(error));
    }

    @Override
    public double update(double learningRate) {
      if (!Double.isFinite(gradient)) {
        throw new NexusGenException("norm is not a number");
      }
      double norm = Math.abs(gradient);
      momentum = (float) (0.9f * momentum + gradient);
      weight -= (float) (learningRate * momentum);
      gradient = 0;
      updates++;
      return norm;
    }

    @Override
    public Map<String, Tensor> evaluate(Map<String, Tensor> inputs, Weights which) {
      return outputs(weight * inputs.get("x").floats()[0] - inputs.get("y").floats()[0]);
    }

    @Override
    public Map<String, Tensor> gradients() {
      return Map.of("w", Tensor.scalar((float) gradient));
    }

    @Override
    public Map<String, Tensor> weights(Weights which) {
      return Map.of("w", Tensor.scalar(weight));
    }

    @Override
    public TrainingState state() {
      Map<String, Tensor> tensors = new HashMap<>();
      tensors.put("weights.w", Tensor.scalar(weight));
      tensors.put("first_moments.w", Tensor.scalar(momentum));
      return new TrainingState(updates, tensors);
    }

    @Override
    public void restore(TrainingState state) {
      weight = state.tensors().get("weights.w").floats()[0];
      momentum = state.tensors().get("first_moments.w").floats()[0];
      updates = state.updates();
    }

    @Override
    public Optional<String> firstNonFinite(Map<String, Tensor> inputs) {
      return Optional.of("layer 'line'");
    }

    @Override
    public void close() {}
  }
}
