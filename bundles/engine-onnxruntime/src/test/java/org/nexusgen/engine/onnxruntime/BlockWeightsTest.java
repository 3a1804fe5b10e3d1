package org.nexusgen.engine.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.engine.SessionSettings.WeightPrecision;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.nn.Linear;
import org.nexusgen.graph.nn.Scope;

@DisplayName("Block weights")
class BlockWeightsTest {
  @TempDir Path folder;

  @Test
  @DisplayName("put the value of largest magnitude at the end of the range, low nibble first")
  void layout() {
    float[] values = new float[BlockFormat.SIZE];
    values[0] = -4;
    values[1] = 2;
    values[3] = 3.5f;
    BlockFormat format = new BlockFormat(4);
    assertThat(format.scale(values, 0, BlockFormat.SIZE)).isEqualTo(0.5f);
    ByteBuffer bytes = ByteBuffer.allocate(BlockFormat.SIZE / 2);
    format.encode(values, 0, BlockFormat.SIZE, bytes);
    assertThat(bytes.array()).startsWith(0xc0, 0xf8, 0x88);
  }

  @ParameterizedTest(name = "{0}, {1} columns: relative error below {2}")
  @CsvSource({
    "INT8_BLOCKS, 128, 0.02",
    "INT8_BLOCKS, 100, 0.02",
    "INT4_BLOCKS, 128, 0.15",
    "INT4_BLOCKS, 100, 0.15"
  })
  @DisplayName("give nearly the same products")
  void products(WeightPrecision precision, int in, double tolerance) {
    int out = 96;
    GraphBuilder b = new GraphBuilder("linear");
    Linear layer = Linear.of(new Scope(b, ""), in, out, true);
    b.output("y", layer.apply(b.input("x", DType.F32, Dim.of("rows"), Dim.of(in))));
    float[] w = Weights.random(1, in * out);
    float[] bias = Weights.random(2, out);
    float[] x = Weights.random(3, 5 * in);
    MemoryWeights weights =
        MemoryWeights.of(Map.of("weight", Tensor.of(w, out, in), "bias", Tensor.of(bias, out)));
    SessionSettings settings =
        SessionSettings.standard().withThreads(1).withWeightPrecision(precision);
    OnnxRuntimeEngine engine = new OnnxRuntimeEngine(new WeightCache(folder));
    try (GraphSession session = engine.open(b.build(), weights, settings);
        RunResult result = session.run(Map.of("x", Tensor.of(x, 5, in)))) {
      float[] y = result.tensor("y").floats();
      double error = 0;
      double power = 0;
      for (int i = 0; i < y.length; i++) {
        double exact = bias[i % out];
        for (int k = 0; k < in; k++) {
          exact += (double) x[i / out * in + k] * w[i % out * in + k];
        }
        error += (y[i] - exact) * (y[i] - exact);
        power += exact * exact;
      }
      assertThat(Math.sqrt(error / power)).isBetween(1e-7, tolerance);
    }
  }

  @Test
  @DisplayName("are made once, and the engine says whether they were there")
  void madeOnce() {
    int side = 512;
    GraphBuilder b = new GraphBuilder("linear");
    Linear layer = Linear.of(new Scope(b, ""), side, side, false);
    b.output("y", layer.apply(b.input("x", DType.F32, Dim.of("rows"), Dim.of(side))));
    MemoryWeights weights =
        MemoryWeights.of(Map.of("weight", Tensor.of(Weights.random(1, side * side), side, side)));
    List<String> told = new ArrayList<>();
    SessionSettings settings =
        SessionSettings.standard()
            .withWeightPrecision(WeightPrecision.INT8_BLOCKS)
            .withCaches((cache, hit) -> told.add(cache + " " + hit));
    OnnxRuntimeEngine engine = new OnnxRuntimeEngine(new WeightCache(folder));
    engine.open(b.build(), weights, settings).close();
    assertThat(told).isNotEmpty().containsOnly("weights false");
    told.clear();
    engine.open(b.build(), weights, settings).close();
    assertThat(told).isNotEmpty().containsOnly("weights true");
  }
}
