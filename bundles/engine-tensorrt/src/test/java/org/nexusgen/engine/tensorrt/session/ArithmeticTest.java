package org.nexusgen.engine.tensorrt.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.engine.tensorrt.support.ReadableGraph;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Ops;
import org.nexusgen.graph.Value;

@DisplayName("The arithmetic of a plan")
final class ArithmeticTest {
  private static Graph graph() {
    GraphBuilder b = new GraphBuilder("attention");
    Value q = b.input("q", DType.F32, Dim.of(4), Dim.of(8));
    Value scores = Ops.matmul(q, b.input("k", DType.F32, Dim.of(8), Dim.of(4)));
    b.output(
        "y", Ops.matmul(Ops.softmax(scores, -1), b.input("v", DType.F32, Dim.of(4), Dim.of(2))));
    return ReadableGraph.forEight(b.build(), Map.of());
  }

  @Test
  @DisplayName("keeps sensitive nodes in float32, by the names that they have in the file")
  void half() {
    Arithmetic arithmetic = Arithmetic.of(graph(), true);
    assertThat(arithmetic.half()).isTrue();
    assertThat(arithmetic.single()).containsExactly("Softmax@1");
  }

  @Test
  @DisplayName("names nothing where all is float32")
  void single() {
    assertThat(Arithmetic.of(graph(), false).single()).isEmpty();
  }
}
