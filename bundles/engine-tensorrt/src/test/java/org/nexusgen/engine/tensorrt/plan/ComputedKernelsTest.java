package org.nexusgen.engine.tensorrt.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nexusgen.graph.Ops.concat;
import static org.nexusgen.graph.Ops.conv2d;
import static org.nexusgen.graph.Ops.matmul;
import static org.nexusgen.graph.Ops.reshape;
import static org.nexusgen.graph.Ops.transpose;

import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.WeightEntry;
import org.nexusgen.api.weights.WeightStore;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Value;

@DisplayName("A kernel that is computed from weights")
final class ComputedKernelsTest {
  private final GraphBuilder b = new GraphBuilder("convolution");
  private final Value x = b.input("x", ValueType.of(DType.F32, Shape.of(1, 2, 4, 4)));

  private static WeightStore store(Map<String, Tensor> tensors) {
    return WeightStore.of(tensors, "the test");
  }

  private Value weight(String name, long... shape) {
    return b.weight(name, ValueType.of(DType.F32, Shape.of(shape)));
  }

  private static Tensor value(ComputedKernels written, String name) {
    return ((WeightEntry.InMemory) written.entry(name)).tensor();
  }

  private static float[] counted(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = i;
    }
    return values;
  }

  @Test
  @DisplayName("is a weight of the file, and what led to it is gone")
  void weight() {
    Value sums =
        matmul(
            b.constant(Tensor.of(new float[] {1, 1, 0, 0, 0, 1}, 2, 3)), weight("w", 2, 2, 3, 3));
    Value kernel = transpose(reshape(sums, 2, 2, 3, 2), 0, 1, 3, 2); // a reshape that moves values
    Value half = reshape(weight("b", 1), 1, 1);
    Value bias = reshape(concat(1, half, half), -1);
    b.output("y", conv2d(x, kernel, bias, 1, 1, 1, 1, 1, 1));
    WeightStore store =
        store(Map.of("w", Tensor.of(counted(36), 2, 2, 3, 3), "b", Tensor.of(counted(1), 1)));
    ComputedKernels written = ComputedKernels.of(b.build(), store);
    assertThat(written.graph().nodes()).extracting(Node::op).containsExactly("Conv");
    Node conv = written.graph().nodes().getFirst();
    assertThat(written.graph().weights())
        .extracting(Graph.Argument::name)
        .containsExactlyElementsOf(conv.inputs().subList(1, 3));
    Tensor made = value(written, conv.inputs().get(1));
    assertThat(made.shape()).isEqualTo(Shape.of(2, 2, 2, 3));
    // Of rows 0 1 2, 3 4 5, 6 7 8 the sums are 3 5 7 and 6 7 8: as three pairs, transposed.
    assertThat(made.floats()).startsWith(3, 7, 7, 5, 6, 8);
    assertThat(value(written, conv.inputs().get(2)).floats()).containsExactly(0, 0);
    assertThat(value(written, "w").floats()).isEqualTo(counted(36));
  }

  @Test
  @DisplayName("stays computed where something else reads what led to it, and is a weight, too")
  void shared() {
    Value kernel = transpose(weight("w", 2, 2, 1, 1), 1, 0, 2, 3);
    b.output("y", conv2d(x, kernel, 1, 1, 0, 0, 0, 0));
    b.output("w transposed", transpose(kernel, 0, 1, 2, 3));
    ComputedKernels written =
        ComputedKernels.of(b.build(), store(Map.of("w", Tensor.of(counted(4), 2, 2, 1, 1))));
    assertThat(written.graph().nodes()).extracting(Node::op).containsExactly("Conv", "Transpose");
    assertThat(written.graph().weights()).hasSize(1);
  }

  @Test
  @DisplayName("is looked for, and a graph without one is left as it is")
  void none() {
    b.output("y", conv2d(x, weight("w", 2, 2, 1, 1), 1, 1, 0, 0, 0, 0));
    Graph graph = b.build();
    assertThat(ComputedKernels.of(graph, store(Map.of())).graph()).isSameAs(graph);
  }
}
