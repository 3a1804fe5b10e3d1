package org.nexusgen.engine.tensorrt.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.engine.tensorrt.plan.RowConvolutions;
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
  @DisplayName("keeps what stands in the file for a sensitive node, too")
  void instead() {
    GraphBuilder b = new GraphBuilder("gated");
    Value x = b.input("x", DType.F32, Dim.of(4), Dim.of(8));
    Value gate = linear(b, x, "gate", 8, 8);
    Value product = Ops.mul(Ops.sigmoid(gate), linear(b, x, "up", 8, 8));
    b.output("y", linear(b, product, "down", 6, 8));
    Graph graph = ReadableGraph.forEight(b.build(), Map.of());
    RowConvolutions rows = RowConvolutions.of(graph);
    List<String> single = Arithmetic.of(graph, true, rows.graph(), rows.origins()).single();
    assertThat(single).filteredOn(name -> name.startsWith("Conv")).hasSize(1);
    // The last one; only its reshape comes after it.
    assertThat(single).contains("Conv@" + (rows.graph().nodes().size() - 2));
  }

  private static Value linear(GraphBuilder b, Value x, String weight, long out, long in) {
    Value w = b.weight(weight, ValueType.of(DType.F32, Shape.of(out, in)));
    return Ops.matmul(x, Ops.transpose(w, 1, 0));
  }

  @Test
  @DisplayName("names nothing where all is float32")
  void single() {
    assertThat(Arithmetic.of(graph(), false).single()).isEmpty();
  }
}
