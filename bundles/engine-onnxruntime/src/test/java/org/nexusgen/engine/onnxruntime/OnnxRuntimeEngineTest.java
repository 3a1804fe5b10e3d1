package org.nexusgen.engine.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nexusgen.graph.Ops.relu;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.nn.Linear;
import org.nexusgen.graph.nn.Scope;

class OnnxRuntimeEngineTest {
  private final OnnxRuntimeEngine engine = new OnnxRuntimeEngine();

  @Test
  void aLinearLayerMultipliesByItsTransposedWeightAndAddsItsBias() {
    GraphBuilder b = new GraphBuilder("linear");
    Linear linear = Linear.of(new Scope(b, "fc."), 2, 3, true);
    b.output("y", relu(linear.apply(b.input("x", DType.F32, Dim.of("rows"), Dim.of(2)))));
    MemoryWeights weights =
        MemoryWeights.of(
            Map.of(
                "fc.weight", Tensor.of(new float[] {1, 2, 3, 4, 5, 6}, 3, 2),
                "fc.bias", Tensor.of(new float[] {0.5f, -100, 0}, 3)));
    try (GraphSession session =
            engine.open(b.build(), weights, SessionSettings.standard().withThreads(1));
        RunResult result =
            session.run(Map.of("x", Tensor.of(new float[] {1, 0, 0, 1, 1, 1}, 3, 2)))) {
      assertThat(result.tensor("y").floats()).containsExactly(1.5f, 0, 5, 2.5f, 0, 6, 3.5f, 0, 11);
    }
  }
}
