package org.nexusgen.engine.onnxruntime;

import static org.nexusgen.graph.Attributes.integer;
import static org.nexusgen.graph.Ops.reshape;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.GraphRewriter;
import org.nexusgen.graph.LinearRule;
import org.nexusgen.graph.Value;

/**
 * Linear layers as Gemm, which reads a weight [N,K] as it lies in the file. A Transpose of a weight
 * would be computed when the session opens and kept in private memory.
 */
final class GemmForm extends LinearRule {
  private record Product(Value x, Value weight) {}

  private final Map<Value, Product> products = new HashMap<>();

  private GemmForm(Graph graph) {
    super(graph);
  }

  static Graph of(Graph graph) {
    return GraphRewriter.rewrite(graph, new GemmForm(graph));
  }

  @Override
  protected Optional<Value> linear(GraphBuilder b, Value x, Value weight) {
    Value result = gemm(b, x, weight);
    products.put(result, new Product(x, weight));
    return Optional.of(result);
  }

  // The product without bias that was written before is dropped, as nothing reads it.
  @Override
  protected Optional<Value> biased(GraphBuilder b, Value sum, Value bias) {
    return Optional.ofNullable(products.get(sum))
        .map(product -> gemm(b, product.x(), product.weight(), bias));
  }

  private static Value gemm(GraphBuilder b, Value x, Value weight, Value... bias) {
    List<Value> operands = new ArrayList<>();
    operands.add(x.rank() == 2 ? x : reshape(x, -1, weight.size(1)));
    operands.add(weight);
    operands.addAll(List.of(bias));
    Value product = b.node("Gemm", Map.of("transB", integer(1)), operands.toArray(Value[]::new));
    if (x.rank() == 2) {
      return product;
    }
    List<Dim> dims = new ArrayList<>(x.type().dims());
    dims.set(x.rank() - 1, weight.dim(0));
    return reshape(product, dims.toArray(Dim[]::new));
  }
}
