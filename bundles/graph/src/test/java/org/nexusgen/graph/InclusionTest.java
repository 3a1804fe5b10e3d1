package org.nexusgen.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nexusgen.graph.Ops.add;
import static org.nexusgen.graph.Ops.mul;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.graph.nn.Linear;
import org.nexusgen.graph.nn.Scope;

@DisplayName("A graph inside another")
class InclusionTest {
  private final GraphBuilder b = new GraphBuilder("outer");

  private static Graph linear(String name, int in, int out) {
    GraphBuilder inner = new GraphBuilder(name);
    Value x = inner.input("x", DType.F32, Dim.of("rows"), Dim.of(in));
    Value shift = inner.input("shift", DType.F32, Dim.of(in));
    inner.output("y", Linear.of(new Scope(inner, name + "."), in, out, true).apply(add(x, shift)));
    return inner.build();
  }

  @Test
  @DisplayName("reads the values that it is given, and other inputs under a prefix")
  void chained() {
    Value first = b.include(linear("one", 8, 4), Map.of(), "first.").get("y");
    Value second = b.include(linear("two", 4, 2), Map.of("x", first), "second.").get("y");
    b.output("z", mul(second, 2));
    Graph graph = b.build();
    assertThat(graph.inputs())
        .extracting(Graph.Argument::name)
        .containsExactly("first.x", "first.shift", "second.shift");
    assertThat(graph.weights())
        .extracting(Graph.Argument::name)
        .contains("one.weight", "one.bias", "two.weight", "two.bias");
    assertThat(graph.nodes()).extracting(Node::op).last().isEqualTo("Mul");
  }

  @Test
  @DisplayName("shares weights of one name")
  void shared() {
    Value first = b.include(linear("one", 8, 8), Map.of(), "").get("y");
    Map<String, Value> again = Map.of("x", first, "shift", b.input("other", DType.F32, Dim.of(8)));
    b.output("z", b.include(linear("one", 8, 8), again, "").get("y"));
    assertThat(b.build().weights()).hasSize(2);
  }

  @Test
  @DisplayName("refuses a value of another shape by the input's name")
  void misfit() {
    Value wrong = b.input("wrong", DType.F32, Dim.of("rows"), Dim.of(7));
    assertThatThrownBy(() -> b.include(linear("one", 8, 4), Map.of("x", wrong), ""))
        .isInstanceOf(ShapeException.class)
        .hasMessageContaining("'x'")
        .hasMessageContaining("'one'");
  }
}
