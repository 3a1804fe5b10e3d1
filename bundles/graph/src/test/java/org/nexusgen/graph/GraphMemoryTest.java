package org.nexusgen.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.graph.nn.Linear;
import org.nexusgen.graph.nn.Scope;

@DisplayName("The memory of a graph")
class GraphMemoryTest {
  private static Graph twoLayers() {
    GraphBuilder b = new GraphBuilder("two layers");
    Value x = b.input("x", DType.F32, Dim.of("rows"), Dim.of(10)); // (R, 10)
    Value wide = Linear.of(new Scope(b, "a."), 10, 100, true).apply(x); // (R, 100)
    b.output("y", Linear.of(new Scope(b, "b."), 100, 5, true).apply(wide)); // (R, 5)
    return b.build();
  }

  @Test
  @DisplayName("counts matrices and other weights with bytes of their own")
  void weights() {
    assertThat(GraphMemory.weights(twoLayers(), 4, 4)).isEqualTo(4 * (1000 + 100 + 500 + 5));
    assertThat(GraphMemory.weights(twoLayers(), 0.5, 4)).isEqualTo(1500 / 2 + 4 * 105);
  }

  @Test
  @DisplayName("grows with the rows, and with the bytes of a number")
  void workspace() {
    long one = GraphMemory.workspace(twoLayers(), Map.of("rows", 1L), 4);
    // the input, and at the widest node its operand and its result
    assertThat(one).isBetween(4L * (10 + 100), 4L * (10 + 2 * 100 + 20));
    assertThat(GraphMemory.workspace(twoLayers(), Map.of("rows", 7L), 4)).isEqualTo(7 * one);
    assertThat(GraphMemory.workspace(twoLayers(), Map.of("rows", 1L), 2)).isEqualTo(one / 2);
  }

  @Test
  @DisplayName("is not estimated where a size is missing")
  void unknown() {
    assertThat(GraphMemory.workspace(twoLayers(), Map.of("columns", 1L), 4)).isZero();
  }
}
