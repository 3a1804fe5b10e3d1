package org.nexusgen.engine.tensorrt.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.nexusgen.graph.Attributes.text;
import static org.nexusgen.graph.Ops.add;
import static org.nexusgen.graph.Ops.argMax;
import static org.nexusgen.graph.Ops.cast;
import static org.nexusgen.graph.Ops.conv2d;
import static org.nexusgen.graph.Ops.gather;
import static org.nexusgen.graph.Ops.geluErf;
import static org.nexusgen.graph.Ops.reshape;
import static org.nexusgen.graph.Ops.transpose;
import static org.nexusgen.graph.Ops.unsqueeze;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.graph.Attribute;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.GraphRewriter;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Attention;
import org.nexusgen.graph.nn.RmsNorm;
import org.nexusgen.graph.nn.Scope;

@DisplayName("What TensorRT reads")
class SupportCheckTest {
  private static final Release EIGHT = Release.eight();
  private static final Release ELEVEN = Release.eleven();

  private final GraphBuilder b = new GraphBuilder("test");

  private Graph graph(Value result) {
    b.output("y", result);
    return b.build();
  }

  private Graph at17(Value result) {
    return GraphRewriter.in(17, graph(result));
  }

  private Value input(DType type, long... shape) {
    return b.input("x", ValueType.of(type, Shape.of(shape)));
  }

  private static void refuses(Graph graph, Release release, String... words) {
    List<Violation> violations = SupportCheck.of(graph, release);
    assertThat(violations).isNotEmpty();
    assertThat(violations.getFirst().toString()).contains(words);
  }

  @Test
  @DisplayName("is a table of its own for each release, with its sources")
  void tables() {
    assertThat(EIGHT.operators()).hasSize(145).containsKeys("Conv", "LayerNormalization", "Erf");
    assertThat(EIGHT.operators())
        .doesNotContainKeys("Attention", "RMSNormalization", "RotaryEmbedding", "Gelu");
    assertThat(EIGHT.types()).contains(DType.F16).doesNotContain(DType.BF16, DType.I64);
    assertThat(ELEVEN.operators()).containsKeys("Attention", "RMSNormalization", "Gelu");
    assertThat(ELEVEN.types()).contains(DType.BF16, DType.I64);
    assertThat(EIGHT.sources()).allMatch(source -> source.startsWith("https://"));
  }

  @Test
  @DisplayName("leaves out operators, which are named with the layer's output and the remedy")
  void operator() {
    Graph gelu = at17(geluErf(input(DType.F32, 2, 3)));
    refuses(gelu, EIGHT, "Gelu 'y'", "no such operator in TensorRT 8.6 at set 17", "Opset17");
    assertThatThrownBy(() -> SupportCheck.require(gelu, EIGHT))
        .hasMessageContaining("graph 'test' has 1 nodes that TensorRT 8.6 does not read");
  }

  @Test
  @DisplayName("ends at an operator set")
  void opset() {
    refuses(graph(add(input(DType.F32, 2), 1)), EIGHT, "operator set 23", "reads 7 to 17");
  }

  @Test
  @DisplayName("has no 64-bit integers in 8.6, as data or at the border, but as constant shapes")
  void integers() {
    Value rows = b.input("rows", DType.F32, Dim.of(4), Dim.of(6));
    Graph wide = at17(reshape(gather(rows, input(DType.I64, 2), 0), 3, 4));
    refuses(wide, EIGHT, "input 'x'", "type I64", "NarrowIntegers");
    assertThat(SupportCheck.of(wide, EIGHT)).hasSize(1);
    assertThat(SupportCheck.of(wide, ELEVEN)).isEmpty();
  }

  @Test
  @DisplayName("makes 32-bit numbers of indices that the standard has in 64 bits")
  void indices() {
    Graph best = at17(cast(argMax(input(DType.F32, 2, 3), 1), DType.F32));
    assertThat(SupportCheck.of(best, EIGHT)).isEmpty();
  }

  @Test
  @DisplayName("has no bf16 in 8.6")
  void bfloat() {
    refuses(at17(cast(input(DType.F32, 2), DType.BF16)), EIGHT, "Cast 'y'", "BF16", "widen");
  }

  @Test
  @DisplayName("needs numbers in all shapes with 8.6")
  void openSizes() {
    Graph open = at17(add(b.input("x", DType.F32, Dim.of("rows")), 1));
    refuses(open, EIGHT, "input 'x'", "open sizes", "StaticShapes");
    assertThat(SupportCheck.of(open, ELEVEN)).isEmpty();
  }

  @Test
  @DisplayName("has settings with few values")
  void settings() {
    Map<String, Attribute> cubic =
        Map.of("mode", text("cubic"), "coordinate_transformation_mode", text("asymmetric"));
    Value x = input(DType.F32, 1, 3, 4, 4);
    Value scales = b.constant(Tensor.of(new float[] {1, 1, 2, 2}, 4));
    Graph resized = at17(b.node("Resize", cubic, x, b.none(), scales));
    refuses(resized, EIGHT, "mode is 'cubic'", "[linear, nearest]");
  }

  @Test
  @DisplayName("has kernels of convolutions that become weights, since weights made them")
  void kernels() {
    Value w = b.weight("w", ValueType.of(DType.F32, Shape.of(2, 2, 1, 1)));
    assertThat(SupportCheck.of(convolved(w), EIGHT)).isEmpty();
  }

  @Test
  @DisplayName("has no others in 8.6")
  void computedKernels() {
    Value given = b.input("given", ValueType.of(DType.F32, Shape.of(2, 2, 1, 1)));
    Graph graph = convolved(given);
    refuses(graph, EIGHT, "Conv", "operand 1 is computed");
    assertThat(SupportCheck.of(graph, ELEVEN)).isEmpty();
  }

  private Graph convolved(Value kernel) {
    Value turned = transpose(kernel, 1, 0, 2, 3);
    return at17(conv2d(input(DType.F32, 1, 2, 4, 4), turned, 1, 1, 0, 0, 0, 0));
  }

  @Test
  @DisplayName("wants some operands constant, and Attention without a cache")
  void operands() {
    Value q = b.input("q", DType.F32, Dim.of(1), Dim.of(2), Dim.of(3), Dim.of(4));
    Value past = b.input("past", DType.F32, Dim.of(1), Dim.of(2), Dim.of(5), Dim.of(4));
    Attention.Cached cached = Attention.of(2, 2, 4).apply(q, q, q, past, past);
    b.output("keys", cached.presentKeys());
    Graph graph = graph(cached.out());
    refuses(graph, ELEVEN, "Attention", "operand 4 must be left out", "CacheOutside");
    assertThat(SupportCheck.of(ReadableGraph.forEleven(graph), ELEVEN)).isEmpty();
  }

  @Test
  @DisplayName("is a fixed form of a graph with sizes, wide integers and new operators")
  void readable() {
    Value x = b.input("x", DType.F32, Dim.of("rows"), Dim.of(8));
    Value ids = b.input("ids", DType.I64, Dim.of("asked"));
    Value normal = RmsNorm.of(new Scope(b, "norm."), 8, 1e-6).apply(x);
    Graph graph = graph(unsqueeze(geluErf(gather(normal, ids, 0)), 0));
    Graph readable = ReadableGraph.forEight(graph, Map.of("rows", 5L, "asked", 2L));
    assertThat(readable.opset()).isEqualTo(17);
    assertThat(readable.outputs().getFirst().type())
        .isEqualTo(ValueType.of(DType.F32, Shape.of(1, 2, 8)));
    assertThat(readable.inputs().get(1).type()).isEqualTo(ValueType.of(DType.I32, Shape.of(2)));
  }
}
