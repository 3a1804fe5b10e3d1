package org.nexusgen.engine.tensorrt.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.CancelledException;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.WeightEntry;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Ops;
import org.nexusgen.graph.Value;

@DisplayName("What a plan is built from")
final class OnnxFolderTest {
  private static final float[] VALUES = {1, -2.5f, 3.14159f, 1e-6f};

  @TempDir Path folder;

  private static WeightEntry weight(String name) {
    return new WeightEntry.InMemory(name, Tensor.of(VALUES, 4));
  }

  @Test
  @DisplayName("is not written to the end when the build is cancelled meanwhile")
  void cancelled() throws IOException {
    GraphBuilder b = new GraphBuilder("weights");
    b.output("y", Ops.add(b.input("x", DType.F32, Dim.of(1)), weight(b, "a")));
    b.output("z", weight(b, "c"));
    Cancellation cancellation = new Cancellation();
    List<String> written = new ArrayList<>();
    Function<String, WeightEntry> weights =
        name -> {
          written.add(name);
          cancellation.cancel();
          return weight(name);
        };
    assertThatThrownBy(() -> OnnxFolder.write(folder, b.build(), weights, cancellation))
        .isInstanceOf(CancelledException.class);
    assertThat(written).hasSize(1);
    assertThat(folder).isEmptyDirectory();
  }

  private static Value weight(GraphBuilder b, String name) {
    return Ops.cast(b.weight(name, ValueType.of(DType.F32, Shape.of(VALUES.length))), DType.F32);
  }

  @ParameterizedTest(name = "{0}: within {1} of each")
  @DisplayName("has weights in the type that the graph has for them")
  @CsvSource({"F32, 0", "F16, 4.9e-4", "BF16, 3.9e-3"})
  void types(DType wanted, double error) throws IOException {
    GraphBuilder b = new GraphBuilder("weights");
    ValueType type = ValueType.of(wanted, Shape.of(VALUES.length));
    b.output("y", Ops.cast(b.weight("w", type), DType.F32));
    b.input("x", DType.F32, Dim.of(1));
    Graph graph = b.build();
    try (OnnxFolder onnx =
        OnnxFolder.write(folder, graph, OnnxFolderTest::weight, new Cancellation())) {
      byte[] bytes = Files.readAllBytes(onnx.model().resolveSibling("weights.bin"));
      ByteBuffer written = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
      float[] got = Tensor.wrap(wanted, Shape.of(VALUES.length), written).floats();
      assertThat(bytes).hasSize(VALUES.length * wanted.bytes());
      for (int i = 0; i < VALUES.length; i++) {
        assertThat(Math.abs(got[i] - VALUES[i]))
            .isLessThanOrEqualTo((float) Math.max(error * Math.abs(VALUES[i]), error * 6.2e-5));
      }
    }
  }
}
