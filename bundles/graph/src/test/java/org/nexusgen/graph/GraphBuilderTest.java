package org.nexusgen.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nexusgen.graph.Ops.add;
import static org.nexusgen.graph.Ops.mul;
import static org.nexusgen.graph.Ops.reshape;
import static org.nexusgen.graph.Ops.slice;
import static org.nexusgen.graph.Ops.transpose;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.graph.nn.Linear;
import org.nexusgen.graph.nn.Scope;

@DisplayName("A graph builder")
class GraphBuilderTest {
  private final GraphBuilder b = new GraphBuilder("test");
  private final Value x = b.input("x", DType.F32, Dim.of("rows"), Dim.of(8));

  @Test
  @DisplayName("keeps what outputs need, and nothing else")
  void unusedParts() {
    Linear.of(new Scope(b, "unused."), 8, 4, true).apply(x);
    b.output("y", add(x, 1));
    Graph graph = b.build();
    assertThat(graph.weights()).isEmpty();
    assertThat(graph.nodes()).extracting(Node::op).containsExactly("Add");
    assertThat(graph.constants()).hasSize(1);
    assertThat(graph.opset()).isEqualTo(23);
  }

  @Test
  @DisplayName("gives outputs their names, also where a value is an input or has two names")
  void outputNames() {
    Value sum = add(x, 1);
    b.output("a", sum);
    b.output("b", sum);
    b.output("c", x);
    b.output("d", mul(sum, 2));
    Graph graph = b.build();
    assertThat(graph.outputs())
        .extracting(Graph.Argument::name)
        .containsExactly("a", "b", "c", "d");
    assertThat(graph.nodes().stream().flatMap(n -> n.outputs().stream()))
        .contains("a", "b", "c", "d");
    assertThat(graph.nodes().get(1).inputs()).contains("a");
  }

  @Test
  @DisplayName("refuses a name that means two things")
  void doubleNames() {
    assertThatThrownBy(() -> b.input("x", DType.F32)).hasMessageContaining("'x'");
    assertThatThrownBy(() -> b.output("x", add(x, 1))).hasMessageContaining("'x'");
    b.output("y", x);
    assertThatThrownBy(() -> b.output("y", add(x, 1))).hasMessageContaining("'y'");
  }

  @Test
  @DisplayName("has one weight of a name, with one shape")
  void weights() {
    Value first = b.weight("w", 8, 8);
    assertThat(b.weight("w", 8, 8)).isSameAs(first);
    assertThatThrownBy(() -> b.weight("w", 8, 9))
        .isInstanceOf(ShapeException.class)
        .hasMessage("weight 'w' is used with shapes [8, 8] and [8, 9]");
  }

  @Test
  @DisplayName("transposes a weight once, however often it is used")
  void sharedTransposes() {
    Linear layer = Linear.of(new Scope(b, "fc."), 8, 8, false);
    b.output("y", layer.apply(layer.apply(x)));
    assertThat(b.build().nodes()).extracting(Node::op).containsOnlyOnce("Transpose");
  }

  @Test
  @DisplayName("refuses values of another graph")
  void foreignValues() {
    Value other = new GraphBuilder("other").input("x", DType.F32, Dim.of(8));
    assertThatThrownBy(() -> add(x, other)).hasMessageContaining("another graph than 'test'");
  }

  @Test
  @DisplayName("wants an output")
  void noOutput() {
    assertThatThrownBy(b::build).hasMessage("graph 'test' has no output");
  }

  @Test
  @DisplayName("follows symbols through shapes")
  void symbols() {
    assertThat(reshape(x, x.dim(0), Dim.of(2), Dim.of(4)).type()).hasToString("F32 [rows,2,4]");
    assertThat(reshape(x, -1, 2).type()).hasToString("F32 [4*rows,2]");
    assertThat(reshape(x, Dims.times(x.dim(0), 8)).type()).hasToString("F32 [8*rows]");
    assertThat(transpose(x, 1, 0).type()).hasToString("F32 [8,rows]");
    assertThat(slice(x, 0, 1, Ops.END).type()).hasToString("F32 [rows+-1,8]");
    assertThat(Ops.concat(0, x, x, b.constant(zeros(3, 8))).type()).hasToString("F32 [2*rows+3,8]");
    Value computed = Ops.concat(0, b.constants(2, -1), Ops.slice(Ops.shapeOf(x), 0, 1, 2));
    assertThat(reshape(x, computed).type().dims().subList(0, 1)).isEqualTo(List.of(Dim.of(2)));
  }

  private static org.nexusgen.api.tensor.Tensor zeros(int rows, int columns) {
    return org.nexusgen.api.tensor.Tensor.of(new float[rows * columns], rows, columns);
  }

  @Test
  @DisplayName("reshapes with a constant where it can, and computes sizes where it must")
  void reshapeOperands() {
    b.output("kept", reshape(x, x.dim(0), Dim.of(2), Dim.of(4)));
    assertThat(b.build().nodes()).extracting(Node::op).containsExactly("Reshape");
    Value z = b.input("z", DType.F32, Dim.of("a"), Dim.of("c"));
    b.output("moved", reshape(z, z.dim(1), z.dim(0)));
    assertThat(b.build().nodes()).extracting(Node::op).contains("Shape", "Concat");
  }

  @Test
  @DisplayName("refuses a symbol that no input has")
  void unknownSymbol() {
    assertThatThrownBy(() -> b.sizes(Dim.of("nowhere")))
        .isInstanceOf(ShapeException.class)
        .hasMessage("size nowhere: symbol 'nowhere' is no axis of any input");
  }
}
