package org.nexusgen.graph.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Ops;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Attention;
import org.nexusgen.graph.nn.GroupNorm;
import org.nexusgen.graph.nn.RmsNorm;
import org.nexusgen.graph.nn.Rotary;
import org.nexusgen.graph.nn.Scope;

@DisplayName("ONNX")
class OnnxWriterTest {
  @Test
  @DisplayName("is written in the wire format of Protocol Buffers")
  void wireFormat() {
    ProtoMessage message =
        new ProtoMessage()
            .integer(1, 150)
            .integer(3, -1)
            .text(2, "testing")
            .number(5, 1.5f)
            .message(20, new ProtoMessage().integer(1, 1));
    // The first two are the examples of the format's own documentation.
    assertThat(HexFormat.of().formatHex(message.toBytes()))
        .isEqualTo(
            "089601"
                + "18ffffffffffffffffff01"
                + "120774657374696e67"
                + "2d0000c03f"
                + "a201020801");
  }

  @Test
  @DisplayName("points to weights in files by place, offset and length")
  void externalData() {
    GraphBuilder b = new GraphBuilder("g");
    b.output("y", Ops.add(b.input("x", DType.F32, Dim.of("n"), Dim.of(4)), b.weight("w", 4)));
    byte[] model =
        OnnxWriter.write(b.build(), w -> new WeightLocation.External("a/b.safetensors", 13, 16));
    String text = new String(model, java.nio.charset.StandardCharsets.ISO_8859_1);
    assertThat(text).contains("location", "a/b.safetensors", "offset", "13", "length", "16");
  }

  @Test
  @DisplayName("is the same for the same graph")
  void reproducible() {
    assertThat(OnnxWriter.write(lowerable(), OnnxWriterTest::nowhere))
        .isEqualTo(OnnxWriter.write(lowerable(), OnnxWriterTest::nowhere));
  }

  private static WeightLocation nowhere(Graph.Argument weight) {
    return new WeightLocation.External("file", 0, 4);
  }

  private static Graph lowerable() {
    GraphBuilder b = new GraphBuilder("g");
    Scope s = new Scope(b, "");
    Value x = b.input("x", DType.F32, Dim.of(1), Dim.of(2), Dim.of("s"), Dim.of(4));
    Value table = b.input("table", DType.F32, Dim.of(1), Dim.of("s"), Dim.of(2));
    Value q = Rotary.interleaved(RmsNorm.of(s.at("q"), 4, 1e-6).apply(x), table, table);
    Value y = Attention.of(2, 2, 4).causal().apply(q, Rotary.rotateHalf(x, table, table), x);
    b.output("y", Ops.geluErf(Ops.geluTanh(GroupNorm.of(s.at("n"), 2, 2, 1e-6).apply(y))));
    b.output("mean", Ops.reduceMean(y, true, -1));
    b.output("half", Ops.split(x, -1, 2).get(0));
    return b.build();
  }

  @Test
  @DisplayName("of operator set 17 has no operator that is newer, and keeps all names")
  void lowering() {
    Graph graph = lowerable();
    Graph lowered = Opset17.lower(graph);
    Set<String> operators = lowered.nodes().stream().map(Node::op).collect(Collectors.toSet());
    assertThat(operators)
        .doesNotContain(
            "Attention", "RMSNormalization", "RotaryEmbedding", "Gelu", "GroupNormalization");
    assertThat(lowered.opset()).isEqualTo(17);
    assertThat(lowered.inputs()).isEqualTo(graph.inputs());
    assertThat(lowered.outputs()).isEqualTo(graph.outputs());
    assertThat(lowered.weights()).isEqualTo(graph.weights());
    Map<Boolean, Long> splits =
        lowered.nodes().stream()
            .filter(node -> node.op().equals("Split"))
            .collect(
                Collectors.partitioningBy(
                    node -> node.attributes().containsKey("num_outputs"), Collectors.counting()));
    assertThat(splits.get(true)).isZero();
  }
}
