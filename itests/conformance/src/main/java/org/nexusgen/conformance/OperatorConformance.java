package org.nexusgen.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.nexusgen.api.engine.Engine;
import org.nexusgen.api.engine.GraphSession;
import org.nexusgen.api.engine.RunResult;
import org.nexusgen.api.engine.SessionSettings;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.graph.onnx.Opset17;

/** Every operator that our graphs use, against plain loops. An engine's test extends it. */
public abstract class OperatorConformance {
  /** Largest error of float32 arithmetic in our cases, relative to the largest value. */
  private static final double TOLERANCE = 2e-5;

  protected abstract Engine engine();

  @TestFactory
  @DisplayName("gives what plain loops give:")
  Stream<DynamicTest> operators() {
    return cases().map(c -> DynamicTest.dynamicTest(c.name(), () -> check(c, c.graph())));
  }

  /** Whether the engine lowers every graph itself, so that lowering before shows nothing more. */
  protected boolean lowersItself() {
    return false;
  }

  /** Whether the engine takes kernels of convolutions only as weights, not as inputs. */
  protected boolean wantsKernelsAsWeights() {
    return false;
  }

  @TestFactory
  @DisplayName("gives the same for the graph that is lowered to operator set 17:")
  Stream<DynamicTest> loweredOperators() {
    return (lowersItself() ? Stream.<OperatorCase>empty() : cases())
        .map(c -> DynamicTest.dynamicTest(c.name(), () -> check(c, Opset17.lower(c.graph()))));
  }

  /** The cases that the engine's abilities allow. */
  private Stream<OperatorCase> cases() {
    boolean symbols = engine().info().dynamicShapes();
    return all()
        .filter(c -> symbols || isFixed(c.graph()))
        .filter(c -> !wantsKernelsAsWeights() || isFixed(c.graph()) || !Kernels.in(c.graph()));
  }

  private static Stream<OperatorCase> all() {
    return Stream.of(
            ElementwiseCases.all(), LayoutCases.all(), NetworkCases.all(), AttentionCases.all())
        .flatMap(list -> list.stream());
  }

  /** Names of the operators that the suite covers. */
  public static Set<String> covered() {
    return all()
        .flatMap(c -> c.graph().nodes().stream())
        .map(Node::op)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static boolean isFixed(Graph graph) {
    return graph.inputs().stream()
        .flatMap(input -> input.type().dims().stream())
        .allMatch(Dim.Fixed.class::isInstance);
  }

  /** Runs a form of the case's graph and compares. */
  protected final void check(OperatorCase c, Graph graph) {
    Map<String, Tensor> inputs = new LinkedHashMap<>();
    for (int i = 0; i < c.inputs().size(); i++) {
      inputs.put(Integer.toString(i), c.inputs().get(i).tensor());
    }
    SessionSettings settings = SessionSettings.standard().withThreads(1);
    Kernels kernels =
        wantsKernelsAsWeights() ? Kernels.of(graph, inputs) : Kernels.none(graph, inputs);
    try (GraphSession session = engine().open(kernels.graph(), kernels.weights(), settings);
        RunResult result = session.run(kernels.inputs())) {
      for (int i = 0; i < c.expected().size(); i++) {
        compare("y" + i, result.tensor("y" + i), c.expected().get(i));
        c.requireInferred(i);
      }
    }
  }

  private static void compare(String output, Tensor got, Numbers wanted) {
    assertThat(got.dtype()).as(output).isEqualTo(wanted.dtype());
    assertThat(Arrays.stream(got.shape().toArray()).mapToInt(d -> (int) d).toArray())
        .as(output + " shape")
        .isEqualTo(wanted.shape());
    float[] values = got.floats();
    double tolerance = wanted.dtype() == DType.F32 ? TOLERANCE * wanted.scale() : 0;
    for (int i = 0; i < values.length; i++) {
      double difference = Math.abs(values[i] - wanted.data()[i]);
      assertThat(difference)
          .as("%s at %s: got %s, wants %s", output, i, values[i], wanted.data()[i])
          .isLessThanOrEqualTo(tolerance);
    }
  }
}
