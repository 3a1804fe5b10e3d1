package org.nexusgen.engine.tensorrt.session;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.engine.tensorrt.plan.FileDigests;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Ops;

@DisplayName("The weights of a graph")
final class BoundWeightsTest {
  @TempDir Path folder;

  @Test
  @DisplayName("are those with which it was opened, or no plan is built")
  void same() {
    GraphBuilder b = new GraphBuilder("scaled");
    Dim two = Dim.of(2);
    b.output(
        "y", Ops.mul(b.input("x", DType.F32, two), b.weight("w", ValueType.of(DType.F32, two))));
    Graph graph = b.build();
    float[] values = {1, 2};
    WeightStore store = WeightStore.of(Map.of("w", Tensor.of(values, 2)), "the test");
    BoundWeights weights = BoundWeights.of(graph, store, new FileDigests(folder));
    assertThatCode(() -> weights.checkSame(new Cancellation())).doesNotThrowAnyException();
    BoundWeights before =
        new BoundWeights(
            graph,
            WeightStore.of(Map.of("w", Tensor.of(new float[] {1, 3}, 2)), "the test"),
            new FileDigests(folder),
            weights.identities());
    assertThatThrownBy(() -> before.checkSame(new Cancellation()))
        .isInstanceOf(NexusGenException.class)
        .hasMessage(
            "weights of graph 'scaled' in the test are others than when it was opened; open it"
                + " again");
  }
}
