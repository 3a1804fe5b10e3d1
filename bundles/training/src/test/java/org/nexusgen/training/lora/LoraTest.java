package org.nexusgen.training.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nexusgen.graph.Ops.add;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.InitialWeight;
import org.nexusgen.api.weights.Adapter;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Embedding;
import org.nexusgen.graph.nn.Linear;
import org.nexusgen.graph.nn.RmsNorm;
import org.nexusgen.graph.nn.Scope;

@DisplayName("Low-rank adaptation")
class LoraTest {
  private static final Lora LORA = new Lora(2, 6, List.of("up"));

  /** Tokens through a table, two linear layers, a norm, and back through the table. */
  private static Graph network() {
    GraphBuilder b = new GraphBuilder("network");
    Scope root = new Scope(b, "");
    Value ids = b.input("ids", DType.I64, Dim.of("n"));
    Value x = Embedding.of(root.at("table"), 7, 4).apply(ids);
    Value up = Linear.of(root.at("mlp").at("up"), 4, 5, true).apply(x);
    Value again = Linear.of(root.at("mlp").at("up"), 4, 5, true).apply(add(x, 1));
    Value down = Linear.of(root.at("mlp").at("down"), 5, 4, false).apply(add(up, again));
    Value normed = RmsNorm.of(root.at("norm"), 4, 1e-6).apply(down);
    b.output("scores", Linear.of(root.at("table"), 4, 7, false).apply(normed));
    return b.build();
  }

  @Test
  @DisplayName("adds A and B to its targets alone, once for each weight")
  void addsFactors() {
    Graph adapted = LORA.on(network());

    assertThat(adapted.weights())
        .extracting(Graph.Argument::name)
        .containsExactlyInAnyOrder(
            "table.weight",
            "mlp.up.weight",
            "mlp.up.bias",
            "mlp.up.lora_A.weight",
            "mlp.up.lora_B.weight",
            "mlp.down.weight",
            "norm.weight");
    assertThat(adapted.inputs()).isEqualTo(network().inputs());
    assertThat(adapted.outputs()).isEqualTo(network().outputs());
    assertThat(Lora.frozen(adapted))
        .isEqualTo(
            Set.of(
                "table.weight", "mlp.up.weight", "mlp.up.bias", "mlp.down.weight", "norm.weight"));
    assertThat(Lora.initialWeights(adapted))
        .containsExactlyInAnyOrder(
            new InitialWeight("mlp.up.lora_A.weight", Shape.of(2, 4), InitialWeight.uniform(0.5)),
            new InitialWeight("mlp.up.lora_B.weight", Shape.of(5, 2), InitialWeight.zeros()));
  }

  @Test
  @DisplayName("names targets by their whole names or by what they end in, not by parts of words")
  void names() {
    assertThat(LORA.targets("mlp.up.weight")).isTrue();
    assertThat(LORA.targets("up.weight")).isTrue();
    assertThat(new Lora(1, 1, List.of("mlp.up")).targets("mlp.up.weight")).isTrue();
    assertThat(LORA.targets("mlp.cup.weight")).isFalse();
    assertThat(LORA.targets("mlp.up.bias")).isFalse();
    assertThat(LORA.targets("up.down.weight")).isFalse();
  }

  @Test
  @DisplayName("refuses targets that are not there, or that more than linear layers read")
  void refusals() {
    assertThatThrownBy(() -> new Lora(2, 6, List.of("up", "sideways")).on(network()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("'sideways'")
        .hasMessageContaining("down, table, up");
    assertThatThrownBy(() -> new Lora(2, 6, List.of("table")).on(network()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("'table.weight'")
        .hasMessageContaining("Gather");
    assertThatThrownBy(() -> new Lora(2, 6, List.of("norm")).on(network()))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("RMSNormalization");
    assertThatThrownBy(() -> new Lora(0, 6, List.of("up")))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("rank 0");
    assertThatThrownBy(() -> new Lora(1, 6, List.of())).isInstanceOf(BadInputException.class);
  }

  @Test
  @DisplayName("gives and takes what was learned as an adapter, of its own rank only")
  void adapters() {
    Map<String, Tensor> weights =
        Map.of(
            "mlp.up.weight", Tensor.of(new float[20], 5, 4),
            "mlp.up.lora_A.weight", Tensor.of(new float[8], 2, 4),
            "mlp.up.lora_B.weight", Tensor.of(new float[10], 5, 2));

    Adapter adapter = LORA.adapter(WeightSet.BACKBONE, weights);

    assertThat(adapter.factors()).containsOnlyKeys("mlp.up.weight");
    assertThat(adapter.factor()).isEqualTo(3);
    assertThat(LORA.weights(adapter))
        .containsOnlyKeys("mlp.up.lora_A.weight", "mlp.up.lora_B.weight");
    assertThatThrownBy(() -> new Lora(3, 6, List.of("up")).weights(adapter))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("rank 2, training wants 3");
  }
}
