package org.nexusgen.graph.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nexusgen.graph.Ops.add;
import static org.nexusgen.graph.Ops.argMax;
import static org.nexusgen.graph.Ops.gather;
import static org.nexusgen.graph.Ops.reshape;
import static org.nexusgen.graph.Ops.scatterRows;
import static org.nexusgen.graph.Ops.slice;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Ops;
import org.nexusgen.graph.StaticShapes;
import org.nexusgen.graph.Value;

@DisplayName("A graph with narrow integers")
class NarrowIntegersTest {
  private final GraphBuilder b = new GraphBuilder("test");
  private final Value x = b.input("x", DType.F32, Dim.of("rows"), Dim.of(4));
  private final Value ids = b.input("ids", DType.I64, Dim.of(2));

  @Test
  @DisplayName("has 32 bits at its border and in data, and the standard's 64 in shapes and bounds")
  void narrow() {
    Value moved = add(ids, 1); // the constant 1 is data here, and an axis below
    b.output("picked", slice(gather(x, moved, 0), 1, 1, Ops.END));
    b.output("written", scatterRows(x, ids, reshape(gather(x, ids, 0), 2, 4)));
    b.output("best", argMax(x, 1));
    b.output("moved", moved);

    Graph graph = NarrowIntegers.of(StaticShapes.of(b.build(), Map.of("rows", 5L)));

    assertThat(graph.inputs())
        .extracting(input -> input.type().dtype())
        .containsExactly(DType.F32, DType.I32);
    assertThat(graph.outputs())
        .extracting(output -> output.type().dtype())
        .containsExactly(DType.F32, DType.F32, DType.I32, DType.I32);
    assertThat(constant(graph, "Add", 1).ints()).containsExactly(1);
    assertThat(constant(graph, "Slice", 3).longs()).containsExactly(1);
    assertThat(constant(graph, "Reshape", 1).longs()).containsExactly(2, 4);
  }

  private static Tensor constant(Graph graph, String op, int operand) {
    Node node = graph.nodes().stream().filter(n -> n.op().equals(op)).findFirst().orElseThrow();
    return Objects.requireNonNull(graph.constants().get(node.inputs().get(operand)));
  }

  @Test
  @DisplayName("refuses a constant beyond 32 bits by node, value and place")
  void tooWide() {
    b.output("y", add(ids, b.constants(7, 1L << 40)));
    assertThatThrownBy(() -> NarrowIntegers.of(b.build()))
        .hasMessageContaining("graph 'test', Add 'y', operand 1")
        .hasMessageContaining("value 1099511627776 at position 1");
    assertThatThrownBy(
            () -> NarrowIntegers.narrow("input 'ids'", Tensor.of(new long[] {-5, 1L << 31}, 2)))
        .hasMessageContaining("input 'ids': value 2147483648 at position 1");
  }

  @Test
  @DisplayName("refuses a bound that is computed at run time, and says what to do first")
  void computed() {
    b.output("y", slice(x, 0, ids, add(ids, 1)));
    assertThatThrownBy(() -> NarrowIntegers.of(b.build()))
        .hasMessageContaining("Slice 'y'")
        .hasMessageContaining("static shapes first");
  }
}
