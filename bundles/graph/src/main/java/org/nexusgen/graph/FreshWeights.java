package org.nexusgen.graph;

import java.util.List;
import java.util.function.Function;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.train.InitialWeight;
import org.nexusgen.api.train.InitialWeight.Start;

/** A graph's weights before the first step of training: its names and shapes, filled by a rule. */
public final class FreshWeights {
  private FreshWeights() {}

  public static List<InitialWeight> of(Graph graph, Function<Graph.Argument, Start> rule) {
    return graph.weights().stream()
        .map(weight -> new InitialWeight(weight.name(), shape(weight.type()), rule.apply(weight)))
        .toList();
  }

  /** As transformers' {@code _init_weights}: matrices normal, biases 0, scales of norms 1. */
  public static List<InitialWeight> normal(Graph graph, double std) {
    return of(
        graph,
        weight -> {
          if (weight.type().rank() > 1) {
            return InitialWeight.normal(std);
          }
          return weight.name().endsWith("bias") ? InitialWeight.zeros() : InitialWeight.ones();
        });
  }

  private static Shape shape(ValueType type) {
    return Shape.of(type.dims().stream().mapToLong(dim -> ((Dim.Fixed) dim).size()).toArray());
  }
}
