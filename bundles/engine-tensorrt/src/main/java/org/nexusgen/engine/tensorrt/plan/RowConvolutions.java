package org.nexusgen.engine.tensorrt.plan;

import static org.nexusgen.graph.Ops.conv2d;
import static org.nexusgen.graph.Ops.reshape;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.GraphRewriter;
import org.nexusgen.graph.LinearRule;
import org.nexusgen.graph.Value;

/**
 * A graph of fixed sizes in which x·Wᵀ + b is a convolution of rows [n, in, 1, 1] with the kernel
 * [out, in, 1, 1], which is W as it is stored. For that, as for its fully connected layers,
 * TensorRT 8.6 chooses among kernels for products of matrices. A product that is written as one is
 * compiled together with all around it, in a time that grows with the weights: on an H200 a layer
 * of 0.9 GB, which was not through after five minutes, takes 20 seconds as convolutions.
 *
 * @param graph the same network; {@link ComputedKernels} makes its reshaped weights kernels
 * @param origins for each value that it makes, the values in whose place that is made
 */
public record RowConvolutions(Graph graph, Map<String, Set<String>> origins) {
  /** A graph that stays as it is. */
  public static RowConvolutions none(Graph graph) {
    return new RowConvolutions(graph, Map.of());
  }

  /** The same network with its linear layers as convolutions. */
  public static RowConvolutions of(Graph graph) {
    Rewriting rewriting = new Rewriting(graph);
    return new RowConvolutions(
        GraphRewriter.rewrite(graph, rewriting), Map.copyOf(rewriting.origins));
  }

  /** A linear layer, and the values on the way to its result. */
  private record Layer(Value x, Value weight, List<Value> values) {}

  private static final class Rewriting extends LinearRule {
    private final Map<String, Set<String>> origins = new HashMap<>();
    private final Map<Value, Layer> layers = new HashMap<>();

    private Rewriting(Graph graph) {
      super(graph);
    }

    @Override
    protected Optional<Value> linear(GraphBuilder b, Value x, Value weight) {
      return Optional.of(convolved(x, weight));
    }

    // The one without bias that was written before is dropped, as nothing reads it.
    @Override
    protected Optional<Value> biased(GraphBuilder b, Value sum, Value bias) {
      return Optional.ofNullable(layers.get(sum))
          .filter(layer -> bias.size(0) == layer.weight().size(0))
          .map(layer -> convolved(layer.x(), layer.weight(), bias));
    }

    private Value convolved(Value x, Value weight, Value... bias) {
      Value rows = reshape(x, -1, weight.size(1), 1, 1);
      Value kernel = reshape(weight, weight.size(0), weight.size(1), 1, 1);
      Value y =
          bias.length == 0
              ? conv2d(rows, kernel, 1, 1, 0, 0, 0, 0)
              : conv2d(rows, kernel, bias[0], 1, 1, 0, 0, 0, 0);
      List<Dim> dims = new ArrayList<>(x.type().dims());
      dims.set(x.rank() - 1, weight.dim(0));
      Value result = reshape(y, dims.toArray(Dim[]::new));
      layers.put(result, new Layer(x, weight, List.of(rows, kernel, y, result)));
      return result;
    }

    @Override
    public List<Value> rewrite(GraphBuilder b, Node node, List<Value> operands) {
      List<Value> results = super.rewrite(b, node, operands);
      for (Value result : results) {
        Layer layer = layers.get(result);
        Set<String> instead = new HashSet<>(Set.of(node.outputs().getFirst()));
        if (layer != null && node.op().equals("Add")) { // it has a bias
          instead.addAll(origins.getOrDefault(operands.getFirst().name(), Set.of()));
        }
        (layer == null ? List.of(result) : layer.values())
            .forEach(value -> origins.put(value.name(), instead));
      }
      return results;
    }
  }
}
