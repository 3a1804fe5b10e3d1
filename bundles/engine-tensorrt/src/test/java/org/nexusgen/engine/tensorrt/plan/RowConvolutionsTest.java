package org.nexusgen.engine.tensorrt.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.nexusgen.graph.Ops.add;
import static org.nexusgen.graph.Ops.matmul;
import static org.nexusgen.graph.Ops.transpose;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

@DisplayName("A linear layer, for TensorRT 8.6,")
final class RowConvolutionsTest {
  private final GraphBuilder b = new GraphBuilder("linear");
  private final Value x = b.input("x", ValueType.of(DType.F32, Shape.of(1, 5, 3)));

  private Value weight(String name, long... shape) {
    return b.weight(name, ValueType.of(DType.F32, Shape.of(shape)));
  }

  private List<String> operators() {
    return RowConvolutions.of(b.build()).graph().nodes().stream()
        .map(Node::op)
        .filter(op -> !op.equals("Reshape"))
        .toList();
  }

  @Test
  @DisplayName("is a convolution of rows with the weight where it is stored, and with its bias")
  void convolution() {
    b.output("y", add(matmul(x, transpose(weight("w", 4, 3), 1, 0)), weight("b", 4)));
    Graph graph = RowConvolutions.of(b.build()).graph();
    assertThat(graph.outputs().getFirst().type().shape()).isEqualTo(Shape.of(1, 5, 4));
    WeightEntry stored =
        new WeightEntry.InFile("w", DType.BF16, Shape.of(4, 3), Path.of("weights"), 8, 24);
    ComputedKernels written = ComputedKernels.of(graph, new OneEntry(stored));
    assertThat(written.graph().nodes())
        .extracting(Node::op)
        .containsExactly("Reshape", "Conv", "Reshape");
    String kernel = written.graph().nodes().get(1).inputs().get(1);
    assertThat(written.graph().nodes().get(1).inputs()).endsWith("b");
    assertThat(written.graph().weights())
        .extracting(Graph.Argument::name, weight -> weight.type().shape())
        .containsExactlyInAnyOrder(tuple(kernel, Shape.of(4, 3, 1, 1)), tuple("b", Shape.of(4)));
    assertThat(written.entry(kernel))
        .isEqualTo(
            new WeightEntry.InFile(
                kernel, DType.BF16, Shape.of(4, 3, 1, 1), Path.of("weights"), 8, 24));
  }

  private record OneEntry(WeightEntry one) implements WeightStore {
    @Override
    public Set<String> names() {
      return Set.of(one.name());
    }

    @Override
    public WeightEntry entry(String name) {
      return one;
    }

    @Override
    public Tensor read(String name) {
      throw new AssertionError("a kernel of a linear layer is not read, it may be large");
    }

    @Override
    public String where() {
      return "the test";
    }
  }

  @Test
  @DisplayName("may have no bias, or one number for all, or one weight for two")
  void forms() {
    Value w = transpose(weight("w", 3, 3), 1, 0);
    Value first = matmul(x, w);
    b.output("y", add(matmul(add(first, x), w), weight("b", 1)));
    assertThat(operators()).containsExactly("Conv", "Add", "Conv", "Add");
  }

  @Test
  @DisplayName("stays a product where a factor is made, or a weight lies the other way round")
  void others() {
    Value matrix = transpose(weight("sum", 3, 3), 1, 0);
    b.output("c", matmul(x, add(matrix, matrix)));
    b.output("d", matmul(x, weight("as it is", 3, 4)));
    b.output("e", matmul(x, transpose(x, 0, 2, 1)));
    assertThat(operators()).doesNotContain("Conv");
  }

  @Test
  @DisplayName("stands for product and bias, and not for the layer before it")
  void origins() {
    Value before = matmul(x, transpose(weight("v", 3, 3), 1, 0));
    Value product = matmul(before, transpose(weight("w", 4, 3), 1, 0));
    Value sum = add(product, weight("b", 4));
    b.output("y", add(sum, sum));
    RowConvolutions rows = RowConvolutions.of(b.build());
    List<Set<String>> origins =
        rows.graph().nodes().stream()
            .filter(node -> node.op().equals("Conv"))
            .map(node -> rows.origins().get(node.outputs().getFirst()))
            .toList();
    assertThat(origins).containsExactly(Set.of(before.name()), Set.of(product.name(), sum.name()));
    assertThat(RowConvolutions.none(b.build()).origins()).isEqualTo(Map.of());
  }
}
