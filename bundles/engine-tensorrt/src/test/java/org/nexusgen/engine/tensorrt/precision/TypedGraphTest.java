package org.nexusgen.engine.tensorrt.precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nexusgen.graph.Ops.add;
import static org.nexusgen.graph.Ops.geluTanh;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.engine.tensorrt.support.Release;
import org.nexusgen.engine.tensorrt.support.SupportCheck;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Attention;
import org.nexusgen.graph.nn.Conv2d;
import org.nexusgen.graph.nn.GatedMlp;
import org.nexusgen.graph.nn.GroupNorm;
import org.nexusgen.graph.nn.Linear;
import org.nexusgen.graph.nn.RmsNorm;
import org.nexusgen.graph.nn.Rotary;
import org.nexusgen.graph.nn.Scope;
import org.nexusgen.graph.onnx.CacheOutside;

@DisplayName("A graph of set 23 on 16 bits")
class TypedGraphTest {
  private static final ValueType ROWS = ValueType.of(DType.F32, Shape.of(1, 5, 8));
  private static final ValueType HEADS = ValueType.of(DType.F32, Shape.of(1, 2, 5, 4));

  private final GraphBuilder b = new GraphBuilder("test");
  private final Scope root = new Scope(b, "");

  private Graph graph(Value result) {
    b.output("y", result);
    return CacheOutside.of(b.build());
  }

  private static List<String> full(Graph graph, DType narrow) {
    PrecisionPlan plan = PrecisionPlan.of(graph, narrow);
    return graph.nodes().stream().filter(plan::isFull).map(Node::op).toList();
  }

  @Test
  @DisplayName("keeps whole norms, rotations and the stream, and nothing of GELU")
  void operators() {
    Value x = b.input("x", ROWS);
    Value normed = RmsNorm.of(root.at("norm"), 8, 1e-6).apply(x);
    Value inner = geluTanh(Linear.of(root.at("up"), 8, 8, true).apply(normed));
    Graph graph = graph(add(x, Linear.of(root.at("down"), 8, 8, true).apply(inner)));
    assertThat(full(graph, DType.F16)).containsExactly("RMSNormalization", "Add");
    assertThat(full(graph, DType.BF16)).containsExactly("RMSNormalization", "Add");
  }

  @Test
  @DisplayName("attends on 16 bits, with a mask that is made on 32 and stays finite")
  void attention() {
    Value q = b.input("q", HEADS);
    Value angles = b.input("cos", ValueType.of(DType.F32, Shape.of(1, 5, 2)));
    Value rotated = Rotary.rotateHalf(q, angles, angles);
    Value row = b.input("mask", ValueType.of(DType.F32, Shape.of(1, 1, 1, 5)));
    Graph graph = graph(Attention.of(2, 2, 4).apply(rotated, rotated, q, row));
    for (DType narrow : List.of(DType.F16, DType.BF16)) {
      assertThat(full(graph, narrow)).containsExactly("RotaryEmbedding", "Expand");
      Graph typed = MixedPrecision.of(graph, PrecisionPlan.of(graph, narrow));
      assertThat(typed.nodes().stream().map(Node::op))
          .containsSubsequence("RotaryEmbedding", "Expand", "Cast", "Max", "Cast", "Attention");
      assertThat(SupportCheck.of(typed, Release.eleven())).isEmpty();
    }
  }

  @Test
  @DisplayName("leaves to bfloat16 what float16 lacks the range for: gated products, convolutions")
  void range() {
    Graph gated = graph(GatedMlp.of(root.at("mlp"), 8, 16, true).apply(b.input("x", ROWS)));
    assertThat(full(gated, DType.F16)).containsExactly("Mul", "Transpose", "MatMul", "Add");
    assertThat(full(gated, DType.BF16)).isEmpty();
    GraphBuilder other = new GraphBuilder("convolutions");
    Scope scope = new Scope(other, "");
    Value picture = other.input("picture", ValueType.of(DType.F32, Shape.of(1, 4, 4, 4)));
    Value convolved = Conv2d.of(scope.at("conv"), 4, 4, 3, 1, 1).apply(picture);
    other.output("y", GroupNorm.of(scope.at("norm"), 2, 4, 1e-6).apply(convolved));
    Graph convolutions = other.build();
    assertThat(PrecisionPlan.of(convolutions, DType.F16).isAllFull(convolutions)).isTrue();
    assertThat(full(convolutions, DType.BF16)).containsExactly("GroupNormalization");
  }

  @Test
  @DisplayName("stores weights narrow where nothing reads them on 32 bits, and changes no border")
  void weights() {
    Value x = b.input("x", DType.F32, Dim.of(1), Dim.of("rows"), Dim.of(8));
    Value normed = RmsNorm.of(root.at("norm"), 8, 1e-6).apply(x);
    Graph graph = graph(add(x, GatedMlp.of(root.at("mlp"), 8, 16, false).apply(normed)));
    Graph typed = MixedPrecision.withNarrowWeights(graph, PrecisionPlan.of(graph, DType.F16));
    assertThat(typed.inputs()).isEqualTo(graph.inputs());
    assertThat(typed.outputs()).isEqualTo(graph.outputs());
    Map<String, DType> types = new TreeMap<>();
    typed.weights().forEach(weight -> types.put(weight.name(), weight.type().dtype()));
    assertThat(types)
        .containsEntry("norm.weight", DType.F32)
        .containsEntry("mlp.gate_proj.weight", DType.F16)
        .containsEntry("mlp.up_proj.weight", DType.F16)
        .containsEntry("mlp.down_proj.weight", DType.F32);
  }
}
