package org.nexusgen.engine.tensorrt.plan;

import static org.nexusgen.graph.Ops.conv2d;
import static org.nexusgen.graph.Ops.reshape;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.GraphRewriter;
import org.nexusgen.graph.Value;

/**
 * A graph of fixed sizes in which x·Wᵀ + b is a convolution of rows [n, in, 1, 1] with the kernel
 * [out, in, 1, 1], which is W as it is stored. For that, as for its fully connected layers,
 * TensorRT 8.6 chooses among kernels for products of matrices. A product that is written as one is
 * compiled together with all around it, and the compiler copies weights to and fro: on an H200 a
 * layer of 0.9 GB, which was not through after five minutes, takes 20 seconds as convolutions.
 *
 * @param graph the same network
 * @param origins for each value that it makes, the values in whose place that is made
 */
public record RowConvolutions(Graph graph, Map<String, Set<String>> origins) {
  /** A graph that stays as it is. */
  public static RowConvolutions none(Graph graph) {
    return new RowConvolutions(graph, Map.of());
  }

  /** The same network with its linear layers as convolutions. */
  public static RowConvolutions of(Graph graph) {
    Rewriting rewriting = new Rewriting(new Linears(graph));
    Graph written = GraphRewriter.rewrite(graph, rewriting, rewriting);
    return new RowConvolutions(
        GraphRewriter.in(graph.opset(), written), Map.copyOf(rewriting.origins));
  }

  private static final class Rewriting implements GraphRewriter.Border, GraphRewriter.Rule {
    private final Linears linears;
    private final Map<String, Set<String>> origins = new HashMap<>();

    /** By the product to which a bias is added, what is multiplied. */
    private final Map<String, Value> rows = new HashMap<>();

    private Rewriting(Linears linears) {
      this.linears = linears;
    }

    @Override
    public ValueType weight(Graph.Argument weight) {
      ValueType type = weight.type();
      if (!linears.isStored(weight.name())) {
        return type;
      }
      long[] shape = type.shape().toArray();
      return ValueType.of(type.dtype(), Shape.of(shape[0], shape[1], 1, 1));
    }

    @Override
    public List<Value> rewrite(GraphBuilder b, Node node, List<Value> operands) {
      String name = node.outputs().getFirst();
      if (linears.isMatrix(node)) {
        return operands; // the kernel
      }
      if (linears.hasBias(node)) {
        rows.put(name, operands.get(0));
        return List.of(operands.get(1)); // the kernel, for the sum
      }
      if (linears.isProduct(node)) {
        return made(Set.of(name), convolved(operands.get(0), operands.get(1)));
      }
      Optional<String> product = linears.product(node);
      if (product.isPresent()) {
        int at = node.inputs().indexOf(product.get());
        Value x = Objects.requireNonNull(rows.remove(product.get()));
        return made(
            Set.of(name, product.get()), convolved(x, operands.get(at), operands.get(1 - at)));
      }
      List<Value> copies = GraphRewriter.copy(b, node, operands);
      copies.forEach(copy -> stand(copy, Set.of(name)));
      return copies;
    }

    /** Rows, their convolution, and that in the shape that it should have. */
    private static List<Value> convolved(Value x, Value kernel, Value... bias) {
      Value rows = reshape(x, -1, kernel.size(1), 1, 1);
      Value y =
          bias.length == 0
              ? conv2d(rows, kernel, 1, 1, 0, 0, 0, 0)
              : conv2d(rows, kernel, bias[0], 1, 1, 0, 0, 0, 0);
      long[] shape = new long[x.rank()];
      for (int axis = 0; axis < shape.length - 1; axis++) {
        shape[axis] = x.size(axis);
      }
      shape[shape.length - 1] = kernel.size(0);
      return List.of(rows, y, reshape(y, shape));
    }

    private List<Value> made(Set<String> instead, List<Value> values) {
      values.forEach(value -> stand(value, instead));
      return List.of(values.getLast());
    }

    private void stand(Value value, Set<String> instead) {
      origins.computeIfAbsent(value.name(), key -> new HashSet<>()).addAll(instead);
    }
  }
}
