package org.nexusgen.engine.tensorrt.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.nexusgen.graph.Ops.add;
import static org.nexusgen.graph.Ops.matmul;
import static org.nexusgen.graph.Ops.transpose;

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
    return RowConvolutions.of(b.build()).graph().nodes().stream().map(Node::op).toList();
  }

  @Test
  @DisplayName("is a convolution of rows with the weight as it is stored, and with its bias")
  void convolution() {
    b.output("y", add(matmul(x, transpose(weight("w", 4, 3), 1, 0)), weight("b", 4)));
    Graph graph = RowConvolutions.of(b.build()).graph();
    assertThat(graph.nodes()).extracting(Node::op).containsExactly("Reshape", "Conv", "Reshape");
    assertThat(graph.nodes().get(1).inputs()).endsWith("w", "b");
    assertThat(graph.weights())
        .extracting(weight -> weight.type().shape())
        .containsExactly(Shape.of(4, 3, 1, 1), Shape.of(4));
    assertThat(graph.outputs().getFirst().type().shape()).isEqualTo(Shape.of(1, 5, 4));
  }

  @Test
  @DisplayName("may have no bias, or one that comes first in the sum, or one weight for two")
  void forms() {
    Value w = transpose(weight("w", 3, 3), 1, 0);
    Value first = matmul(x, w);
    b.output("y", add(weight("b", 3), matmul(add(first, x), w)));
    assertThat(operators())
        .containsExactly("Reshape", "Conv", "Reshape", "Add", "Reshape", "Conv", "Reshape");
  }

  @Test
  @DisplayName("stays a product where something else reads weight or product, or a factor is made")
  void others() {
    Value read = weight("read", 4, 3);
    b.output("a", matmul(x, transpose(read, 1, 0)));
    b.output("b", add(read, read));
    Value matrix = transpose(weight("sum", 3, 3), 1, 0);
    b.output("c", matmul(x, add(matrix, matrix)));
    b.output("d", matmul(x, weight("as it is", 3, 4)));
    b.output("e", matmul(x, transpose(x, 0, 2, 1)));
    assertThat(operators()).doesNotContain("Conv");
  }

  @Test
  @DisplayName("leaves a sum alone that adds one number to all")
  void oneNumber() {
    b.output("y", add(matmul(x, transpose(weight("w", 4, 3), 1, 0)), weight("b", 1)));
    assertThat(operators()).containsExactly("Reshape", "Conv", "Reshape", "Add");
  }

  @Test
  @DisplayName("stands for product and bias")
  void origins() {
    Value product = matmul(x, transpose(weight("w", 4, 3), 1, 0));
    Value sum = add(product, weight("b", 4));
    b.output("y", add(sum, sum));
    RowConvolutions rows = RowConvolutions.of(b.build());
    Node conv = rows.graph().nodes().get(1);
    assertThat(rows.origins())
        .containsEntry(conv.outputs().getFirst(), Set.of(product.name(), sum.name()));
    assertThat(RowConvolutions.none(b.build()).origins()).isEqualTo(Map.of());
  }
}
