package org.nexusgen.graph.nn;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.train.InitialWeight;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Value;

@DisplayName("fresh weights")
class FreshWeightsTest {
  @Test
  @DisplayName("are PyTorch's: uniform by what an output reads, norms one and zero")
  void torch() {
    GraphBuilder builder = new GraphBuilder("layers");
    Value x = builder.input("x", DType.F32, Dim.of("b"), Dim.of(4), Dim.of("h"), Dim.of(25));
    Scope root = new Scope(builder, "");
    Value y = Conv2d.of(root.at("conv"), 4, 8, 3, 1, 1).apply(x);
    Value z = GroupNorm.of(root.at("norm"), 2, 8, 1e-6).apply(y);
    builder.output("y", Linear.of(root.at("linear"), 25, 2, true).apply(z));

    assertThat(FreshWeights.of(builder.build()))
        .containsExactlyInAnyOrder(
            weight("conv.weight", InitialWeight.uniform(1 / Math.sqrt(36)), 8, 4, 3, 3),
            weight("conv.bias", InitialWeight.uniform(1 / Math.sqrt(36)), 8),
            weight("norm.weight", InitialWeight.ones(), 8),
            weight("norm.bias", InitialWeight.zeros(), 8),
            weight("linear.weight", InitialWeight.uniform(0.2), 2, 25),
            weight("linear.bias", InitialWeight.uniform(0.2), 2));
  }

  @Test
  @DisplayName("are transformers': normal matrices, biases zero, norms one")
  void transformers() {
    GraphBuilder builder = new GraphBuilder("layers");
    Value x = builder.input("x", DType.F32, Dim.of("b"), Dim.of(4));
    Scope root = new Scope(builder, "");
    Value y = RmsNorm.of(root.at("norm"), 4, 1e-6).apply(x);
    builder.output("y", Linear.of(root.at("linear"), 4, 2, true).apply(y));

    assertThat(FreshWeights.normal(builder.build(), 0.02))
        .containsExactlyInAnyOrder(
            weight("norm.weight", InitialWeight.ones(), 4),
            weight("linear.weight", InitialWeight.normal(0.02), 2, 4),
            weight("linear.bias", InitialWeight.zeros(), 2));
  }

  private static InitialWeight weight(String name, InitialWeight.Start start, long... shape) {
    return new InitialWeight(name, Shape.of(shape), start);
  }
}
