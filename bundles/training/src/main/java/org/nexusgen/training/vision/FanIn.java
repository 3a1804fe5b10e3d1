package org.nexusgen.training.vision;

import java.util.List;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.train.InitialWeight;

/**
 * Fresh weights as PyTorch's layers have them, uniform within 1/√inputs: a narrow network with the
 * small deviation of config.json takes several times as long to find out where its tokens are.
 */
final class FanIn {
  private FanIn() {}

  static List<InitialWeight> of(List<InitialWeight> weights) {
    return weights.stream().map(FanIn::of).toList();
  }

  private static InitialWeight of(InitialWeight weight) {
    Shape shape = weight.shape();
    if (shape.rank() < 2) {
      return weight;
    }
    double inputs = (double) shape.elements() / (double) shape.dim(0);
    return new InitialWeight(weight.name(), shape, InitialWeight.uniform(1 / Math.sqrt(inputs)));
  }
}
