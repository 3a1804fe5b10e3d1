package org.nexusgen.training.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nexusgen.graph.Ops.mul;
import static org.nexusgen.graph.Ops.reduceSum;

import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.AdamW;
import org.nexusgen.api.train.TrainingEngine;
import org.nexusgen.api.train.TrainingSession;
import org.nexusgen.api.train.TrainingSettings;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Embedding;
import org.nexusgen.graph.nn.Scope;

@DisplayName("A shared prefill vector")
class SharedPrefillTest {
  private static final String TABLE = FreshBackbone.PREFILL;

  /** Three rows of a table, each with a weight of its own, summed. */
  private static Graph network() {
    GraphBuilder b = new GraphBuilder("network");
    Value ids = b.input("ids", DType.I64, Dim.of("n"));
    Value strength = b.input("strength", DType.F32, Dim.of("n"), Dim.of(1));
    Value rows = Embedding.of(new Scope(b, "").at("image_prefill_embeds"), 3, 2).apply(ids);
    b.output("loss", reduceSum(mul(rows, strength), false, 0, 1));
    return b.build();
  }

  @Test
  @DisplayName("begins with one row everywhere, and learns from all places alike")
  void learnsAlike() {
    Tensor table = Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2);
    Map<String, Tensor> start = SharedPrefill.of(Map.of(TABLE, table));
    assertThat(start.get(TABLE).floats()).containsExactly(1, 2, 1, 2, 1, 2);

    TrainingEngine engine = ServiceLoader.load(TrainingEngine.class).findFirst().orElseThrow();
    TrainingSettings settings =
        new TrainingSettings(1, "loss", Set.of(), new AdamW(0.9, 0.99, 1e-8, 0, Set.of()), 0, 0);
    Map<String, Tensor> inputs =
        Map.of(
            "ids", Tensor.of(new long[] {0, 1, 2}, 3),
            "strength", Tensor.of(new float[] {1, 2, 6}, 3, 1));
    try (TrainingSession session = engine.open(SharedPrefill.on(network()), start, settings)) {
      session.accumulate(inputs, 1);
      Tensor gradient = Objects.requireNonNull(session.gradients().get(TABLE));
      assertThat(gradient.floats()).containsExactly(3, 3, 3, 3, 3, 3);
    }
  }

  @Test
  @DisplayName("leaves a network without prefill rows as it is")
  void leavesOthers() {
    GraphBuilder b = new GraphBuilder("other");
    b.output("y", mul(b.input("x", DType.F32, Dim.of(1)), 2));
    Graph other = b.build();
    assertThat(SharedPrefill.on(other)).isSameAs(other);
  }
}
