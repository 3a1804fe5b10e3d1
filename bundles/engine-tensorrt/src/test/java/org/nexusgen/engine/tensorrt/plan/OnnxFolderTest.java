package org.nexusgen.engine.tensorrt.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.WeightEntry;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Ops;

@DisplayName("What a plan is built from")
final class OnnxFolderTest {
  private static final float[] VALUES = {1, -2.5f, 3.14159f, 1e-6f};

  @TempDir Path folder;

  private static WeightEntry weight(String name) {
    return new WeightEntry.InMemory(name, Tensor.of(VALUES, 4));
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
    try (OnnxFolder onnx = OnnxFolder.write(folder, graph, OnnxFolderTest::weight)) {
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
