package org.nexusgen.engine.tensorrt.precision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nexusgen.engine.tensorrt.precision.SensitivePlace.CONVOLUTIONS;
import static org.nexusgen.engine.tensorrt.precision.SensitivePlace.GATED_PRODUCTS;
import static org.nexusgen.engine.tensorrt.precision.SensitivePlace.NORMALIZATIONS;
import static org.nexusgen.engine.tensorrt.precision.SensitivePlace.RESIDUAL_SUMS;
import static org.nexusgen.engine.tensorrt.precision.SensitivePlace.SOFTMAX;
import static org.nexusgen.engine.tensorrt.precision.SensitivePlace.SQUARES;
import static org.nexusgen.graph.Ops.add;
import static org.nexusgen.graph.Ops.geluTanh;
import static org.nexusgen.graph.Ops.mul;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Attention;
import org.nexusgen.graph.nn.Conv2d;
import org.nexusgen.graph.nn.GatedMlp;
import org.nexusgen.graph.nn.LayerNorm;
import org.nexusgen.graph.nn.Linear;
import org.nexusgen.graph.nn.RmsNorm;
import org.nexusgen.graph.nn.Scope;
import org.nexusgen.graph.onnx.Opset17;

@DisplayName("In a network on 16 bits, 32 stay")
class PrecisionPlanTest {
  private final GraphBuilder b = new GraphBuilder("test");
  private final Scope root = new Scope(b, "");
  private final Value x = b.input("x", ValueType.of(DType.F32, Shape.of(1, 5, 8)));

  private Graph lowered(Value result) {
    b.output("y", result);
    return Opset17.lower(b.build());
  }

  private static List<String> full(Graph graph, SensitivePlace place) {
    PrecisionPlan plan = PrecisionPlan.of(graph, DType.F16, Set.of(place));
    return graph.nodes().stream().filter(plan::isFull).map(Node::op).toList();
  }

  @Test
  @DisplayName("in the mean square of an RMS norm, up to the quotient")
  void rmsNorm() {
    Graph graph = lowered(RmsNorm.of(root.at("norm"), 8, 1e-6).apply(x));
    assertThat(full(graph, SQUARES)).containsExactly("Mul", "ReduceMean", "Add", "Sqrt", "Div");
  }

  @Test
  @DisplayName("in the cube of GELU, up to the tanh")
  void gelu() {
    Graph graph = lowered(geluTanh(x));
    assertThat(full(graph, SQUARES)).containsExactly("Mul", "Mul", "Mul", "Add", "Mul", "Tanh");
  }

  @Test
  @DisplayName("in layer norms")
  void layerNorm() {
    Graph graph = lowered(LayerNorm.of(root.at("norm"), 8, 1e-6, false).apply(x));
    assertThat(full(graph, NORMALIZATIONS)).containsExactly("LayerNormalization");
  }

  @Test
  @DisplayName("in softmax and the mask before it, but not in the scores' product")
  void softmax() {
    Value q = b.input("q", ValueType.of(DType.F32, Shape.of(1, 2, 5, 4)));
    Value mask = b.input("mask", ValueType.of(DType.F32, Shape.of(1, 1, 5, 5)));
    Graph graph = lowered(Attention.of(2, 2, 4).apply(q, q, q, mask));
    assertThat(full(graph, SOFTMAX)).containsExactly("Add", "Softmax");
    assertThat(full(graph, RESIDUAL_SUMS)).isEmpty();
  }

  @Test
  @DisplayName("in x + f(x), but not in biases, constants and the sums of activations")
  void residuals() {
    Value y = add(x, Linear.of(root.at("a"), 8, 8, true).apply(add(x, 1)));
    Graph graph = lowered(add(y, geluTanh(Linear.of(root.at("b"), 8, 8, true).apply(y))));
    PrecisionPlan plan = PrecisionPlan.of(graph, DType.F16, Set.of(RESIDUAL_SUMS));
    assertThat(plan.full()).hasSize(2).containsKey("y");
  }

  @Test
  @DisplayName("in the gated product and the matrix behind it")
  void gated() {
    Graph graph = lowered(GatedMlp.of(root.at("mlp"), 8, 16, true).apply(x));
    assertThat(full(graph, GATED_PRODUCTS)).containsExactly("Mul", "Transpose", "MatMul", "Add");
    assertThat(full(lowered2(), GATED_PRODUCTS)).isEmpty();
  }

  private static Graph lowered2() {
    GraphBuilder plain = new GraphBuilder("plain");
    Value in = plain.input("x", DType.F32, Dim.of(1), Dim.of(5), Dim.of(8));
    Scope scope = new Scope(plain, "");
    Value up = Linear.of(scope.at("up"), 8, 16, true).apply(in);
    Value down = Linear.of(scope.at("down"), 16, 8, true).apply(mul(up, 2));
    plain.output("y", down);
    return Opset17.lower(plain.build());
  }

  @Test
  @DisplayName("everywhere in a network of convolutions")
  void convolutions() {
    Value picture = b.input("picture", ValueType.of(DType.F32, Shape.of(1, 3, 4, 4)));
    Graph graph = lowered(Conv2d.of(root.at("conv"), 3, 8, 3, 1, 1).apply(picture));
    assertThat(full(graph, CONVOLUTIONS)).hasSize(graph.nodes().size());
    assertThat(PrecisionPlan.of(graph).isAllFull(graph)).isTrue();
  }

  @Test
  @DisplayName("between casts: halves inside, float32 at the border")
  void casts() {
    Value y = add(x, Linear.of(root.at("a"), 8, 8, true).apply(x));
    Graph graph = lowered(y);
    Graph mixed = MixedPrecision.of(graph, PrecisionPlan.of(graph));
    assertThat(mixed.inputs()).isEqualTo(graph.inputs());
    assertThat(mixed.outputs()).isEqualTo(graph.outputs());
    assertThat(mixed.weights()).isEqualTo(graph.weights());
    List<String> ops = mixed.nodes().stream().map(Node::op).toList();
    assertThat(ops).containsSubsequence("Cast", "MatMul", "Add", "Cast", "Add");
  }
}
