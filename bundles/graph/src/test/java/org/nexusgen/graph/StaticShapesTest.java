package org.nexusgen.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nexusgen.graph.Ops.add;
import static org.nexusgen.graph.Ops.concat;
import static org.nexusgen.graph.Ops.expand;
import static org.nexusgen.graph.Ops.reshape;
import static org.nexusgen.graph.Ops.slice;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.graph.nn.Attention;

@DisplayName("A graph for one set of sizes")
class StaticShapesTest {
  private static final Dim ROWS = Dim.of("rows");
  private static final Dim PAST = Dim.of("past");

  private final GraphBuilder b = new GraphBuilder("test");

  @Test
  @DisplayName("has numbers in all shapes, and no operator that reads or computes a size")
  void numbers() {
    Value x = b.input("x", DType.F32, ROWS, Dim.of(6));
    Value row = b.input("row", DType.F32, Dim.of(1), Dim.of(6));
    b.input("cached", DType.F32, PAST);
    Value sum = add(x, expand(row, ROWS, Dim.of(6)));
    b.output("tail", slice(sum, 0, PAST, ROWS));
    b.output("flat", reshape(sum, Dims.times(ROWS, 3), Dim.of(2)));
    b.output("mask", Attention.causalMask(b, ROWS, PAST));

    Graph graph = StaticShapes.of(b.build(), Map.of("rows", 50L, "past", 7L));

    assertThat(new OpenSizes(graph).symbols()).isEmpty();
    assertThat(graph.outputs())
        .extracting(output -> output.type().shape())
        .containsExactly(Shape.of(43, 6), Shape.of(150, 2), Shape.of(50, 57));
    assertThat(graph.nodes())
        .extracting(Node::op)
        .doesNotContain("Shape", "Range", "Squeeze", "Concat");
    assertThat(reshapeTargets(graph)).containsExactly(List.of(150L, 2L));
  }

  private static List<List<Long>> reshapeTargets(Graph graph) {
    return graph.nodes().stream()
        .filter(node -> node.op().equals("Reshape"))
        .map(node -> graph.constants().get(node.inputs().get(1)))
        .map(StaticShapesTest::numbersOf)
        .toList();
  }

  private static List<Long> numbersOf(Tensor constant) {
    return Arrays.stream(constant.longs()).boxed().toList();
  }

  @Test
  @DisplayName("drops empty parts of a Concat, and keeps the names at its border")
  void emptyPast() {
    Value past = b.input("past", DType.F32, PAST, Dim.of(2));
    Value rows = b.input("rows", DType.F32, ROWS, Dim.of(2));
    b.output("all", add(concat(0, past, rows), 1));

    Graph empty = StaticShapes.of(b.build(), Map.of("rows", 3L, "past", 0L));
    Graph filled = StaticShapes.of(b.build(), Map.of("rows", 3L, "past", 2L));

    assertThat(empty.inputs()).extracting(Graph.Argument::name).containsExactly("past", "rows");
    assertThat(empty.nodes()).filteredOn(node -> node.op().equals("Concat")).hasSize(1);
    assertThat(empty.nodes().getFirst().inputs()).containsExactly("rows");
    assertThat(filled.nodes().getFirst().inputs()).containsExactly("past", "rows");
    assertThat(filled.outputs().getFirst().type().shape()).isEqualTo(Shape.of(5, 2));
  }

  @Test
  @DisplayName("needs a number for each symbol, and says which has none")
  void missing() {
    Value x = b.input("x", DType.F32, Dims.plus(PAST, ROWS));
    b.output("y", add(x, 1));
    assertThatThrownBy(() -> StaticShapes.of(b.build(), Map.of("rows", 3L)))
        .hasMessageContaining("input 'x'")
        .hasMessageContaining("past+rows")
        .hasMessageContaining("{rows=3}");
  }

  @Test
  @DisplayName("can be found from the shapes of a run's inputs, sums and products too")
  void solved() {
    b.input("mask", DType.F32, Dims.plus(PAST, ROWS));
    b.input("patches", DType.F32, Dims.times(Dim.of("tokens"), 4));
    Value x = b.input("x", DType.F32, ROWS);
    b.output("y", add(x, 1));
    OpenSizes sizes = new OpenSizes(b.build());

    assertThat(sizes.symbols()).containsExactly("past", "rows", "tokens");
    assertThat(
            sizes.read(Map.of("mask", Shape.of(90), "patches", Shape.of(324), "x", Shape.of(81))))
        .isEqualTo(Map.of("past", 9L, "rows", 81L, "tokens", 81L));
    assertThatThrownBy(
            () ->
                sizes.read(
                    Map.of("mask", Shape.of(90), "patches", Shape.of(325), "x", Shape.of(81))))
        .hasMessageContaining("input 'patches', axis 0: got size 325, wants 4*tokens");
    assertThatThrownBy(
            () ->
                sizes.read(Map.of("mask", Shape.of(9), "patches", Shape.of(4), "x", Shape.of(81))))
        .hasMessageContaining("input 'mask', axis 0: got size 9, wants past+rows");
  }
}
