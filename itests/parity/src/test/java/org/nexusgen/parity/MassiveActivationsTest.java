package org.nexusgen.parity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nexusgen.graph.Ops.add;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.engine.tensorrt.precision.MixedPrecision;
import org.nexusgen.engine.tensorrt.precision.PrecisionPlan;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.GatedMlp;
import org.nexusgen.graph.nn.RmsNorm;
import org.nexusgen.graph.nn.Scope;
import org.nexusgen.graph.onnx.Opset17;

/**
 * A layer as large language models have them: one channel of the residual stream holds thousands
 * (Sun et al. 2024, arXiv 2402.17762), and a row of the gated MLP writes more. The mini model has
 * no such channel, so it is made here.
 */
@DisplayName("A layer with a massive activation")
class MassiveActivationsTest {
  private static final int WIDTH = 64;
  private static final int INNER = 128;
  private static final int ROWS = 4;
  private static final float MASSIVE = 12_000;

  private static Graph layer() {
    return Opset17.lower(network());
  }

  private static Graph network() {
    GraphBuilder b = new GraphBuilder("layer");
    Scope root = new Scope(b, "");
    Value x = b.input("x", ValueType.of(DType.F32, Shape.of(1, ROWS, WIDTH)));
    Value normed = RmsNorm.of(root.at("norm"), WIDTH, 1e-6).apply(x);
    b.output("y", add(x, GatedMlp.of(root.at("mlp"), WIDTH, INNER, false).apply(normed)));
    return b.build();
  }

  private static Map<String, Tensor> inputs() {
    Random random = new Random(3);
    float[] x = new float[ROWS * WIDTH];
    for (int i = 0; i < x.length; i++) {
      x[i] = (float) random.nextGaussian();
    }
    for (int row = 0; row < ROWS; row++) {
      x[row * WIDTH + 7] = MASSIVE;
    }
    return Map.of("x", Tensor.of(x, 1, ROWS, WIDTH));
  }

  @Test
  @DisplayName("is right on 16 bits with islands of 32, and lost without them")
  void islands() {
    Graph graph = layer();
    float[] wanted = run(graph);
    float[] islands = run(MixedPrecision.emulated(graph, PrecisionPlan.of(graph)));
    float[] throughout =
        run(MixedPrecision.emulated(graph, PrecisionPlan.of(graph, DType.F16, Set.of())));
    assertThat(PrecisionEngine.error(change(islands), change(wanted))).isLessThan(2e-3);
    assertThat(PrecisionEngine.error(change(throughout), change(wanted))).isGreaterThan(0.5);
  }

  @Test
  @DisplayName("is rounded: the engine leaves the casts where they are")
  void emulationRounds() {
    Graph graph = layer();
    assertThat(run(MixedPrecision.emulated(graph, PrecisionPlan.of(graph))))
        .isNotEqualTo(run(graph));
  }

  @Test
  @DisplayName("is a graph of 16-bit values, too, which an engine reads that keeps to types")
  void typed() {
    Graph graph = layer();
    float[] typed = run(MixedPrecision.of(graph, PrecisionPlan.of(graph)));
    assertThat(PrecisionEngine.error(change(typed), change(run(graph)))).isLessThan(2e-3);
  }

  @ParameterizedTest(name = "{0} within {1}")
  @DisplayName("is right with the operators that TensorRT 11 reads, on both kinds of 16 bits")
  @CsvSource({"F16, 2e-3", "BF16, 1.6e-2"})
  void eleven(DType narrow, double bound) {
    float[] wanted = change(run(layer()));
    float[] got = change(run(PrecisionEngine.eleven(network(), narrow)));
    assertThat(PrecisionEngine.error(got, wanted)).isPositive().isLessThan(bound);
  }

  /** What the layer adds to the stream, without the massive channel that hides all else. */
  private static float[] change(float[] y) {
    float[] x = inputs().get("x").floats();
    float[] change = new float[y.length];
    for (int i = 0; i < y.length; i++) {
      change[i] = i % WIDTH == 7 ? 0 : y[i] - x[i];
    }
    return change;
  }

  private static float[] run(Graph graph) {
    try (GraphSession session =
            TwinEngine.delegate().open(graph, weights(graph), SessionSettings.standard());
        RunResult result = session.run(inputs())) {
      return result.tensor("y").floats();
    }
  }

  private static WeightStore weights(Graph graph) {
    Map<String, Tensor> tensors = new HashMap<>();
    for (Graph.Argument weight : graph.weights()) {
      Random random = new Random(weight.name().hashCode());
      Shape shape = weight.type().shape();
      boolean norm = shape.rank() == 1;
      float[] values = new float[Math.toIntExact(shape.elements())];
      for (int i = 0; i < values.length; i++) {
        values[i] = (float) (norm ? 1 : random.nextGaussian() / 4);
      }
      tensors.put(weight.name(), Tensor.of(values, shape.toArray()));
    }
    return WeightStore.of(tensors, "the test");
  }
}
