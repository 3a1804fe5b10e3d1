package org.nexusgen.parity;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.conformance.NoWeights;
import org.nexusgen.engine.tensorrt.precision.FiniteMasks;
import org.nexusgen.engine.tensorrt.precision.MixedPrecision;
import org.nexusgen.engine.tensorrt.precision.PrecisionPlan;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Attention;
import org.nexusgen.graph.onnx.Opset17;

/**
 * Two layers of attention over rows of which the last only fills a plan up: it sees nothing, and no
 * other row sees it.
 */
@DisplayName("With a row that sees nothing, on 16 bits throughout,")
class HiddenRowsTest {
  private static final int ROWS = 4;
  private static final int WIDTH = 8;

  private enum Kind {
    TRUTH,
    NUMBERS
  }

  @ParameterizedTest(name = "a mask of {0}")
  @DisplayName("the other rows are what they are on 32, where masks are finite, and else NaN")
  @EnumSource(Kind.class)
  void others(Kind kind) {
    Graph graph = network(kind);
    float[] wanted = real(run(graph, kind));
    assertThat(real(run(narrow(graph), kind))).containsOnly(Float.NaN);
    float[] got = real(run(narrow(FiniteMasks.of(graph)), kind));
    assertThat(PrecisionEngine.error(got, wanted)).isPositive().isLessThan(2e-3);
    assertThat(real(run(FiniteMasks.of(graph), kind))).containsExactly(wanted);
  }

  private static Graph narrow(Graph graph) {
    return MixedPrecision.emulated(graph, PrecisionPlan.of(graph, DType.F16, Set.of()));
  }

  private static Graph network(Kind kind) {
    GraphBuilder b = new GraphBuilder("attention twice");
    Value x = b.input("x", ValueType.of(DType.F32, Shape.of(1, 1, ROWS, WIDTH)));
    DType type = kind == Kind.TRUTH ? DType.BOOL : DType.F32;
    Value mask = b.input("mask", ValueType.of(type, Shape.of(1, 1, ROWS, ROWS)));
    Attention attention = Attention.of(1, 1, WIDTH);
    Value once = attention.apply(x, x, x, mask);
    b.output("y", attention.apply(once, once, once, mask));
    return Opset17.lower(b.build());
  }

  private static float[] real(float[] rows) {
    return Arrays.copyOf(rows, (ROWS - 1) * WIDTH);
  }

  private static float[] run(Graph graph, Kind kind) {
    Random random = new Random(3);
    float[] x = new float[ROWS * WIDTH];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    boolean[] seen = new boolean[ROWS * ROWS];
    float[] added = new float[ROWS * ROWS];
    for (int i = 0; i < seen.length; i++) {
      seen[i] = i / ROWS < ROWS - 1 && i % ROWS < ROWS - 1;
      added[i] = seen[i] ? 0 : -Float.MAX_VALUE;
    }
    Tensor mask =
        kind == Kind.TRUTH ? Tensor.of(seen, 1, 1, ROWS, ROWS) : Tensor.of(added, 1, 1, ROWS, ROWS);
    Map<String, Tensor> inputs = Map.of("x", Tensor.of(x, 1, 1, ROWS, WIDTH), "mask", mask);
    try (GraphSession session =
            TwinEngine.delegate().open(graph, new NoWeights(), SessionSettings.standard());
        RunResult result = session.run(inputs)) {
      return result.tensor("y").floats();
    }
  }
}
