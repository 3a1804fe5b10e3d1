package org.nexusgen.parity;

import static org.nexusgen.graph.Ops.mul;
import static org.nexusgen.graph.Ops.sub;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.GraphRewriter;
import org.nexusgen.graph.Value;

/**
 * Products as a GPU makes them in TF32: factors have 10 bits behind the point and the range of
 * float32, sums are float32.
 *
 * @see <a href="https://doi.org/10.1007/BF01397083">T. J. Dekker, A floating-point technique for
 *     extending the available precision, 1971: how a number is split</a>
 */
final class TensorFloats {
  private static final Set<String> PRODUCTS = Set.of("MatMul", "Gemm", "Conv");

  /** 2¹³ + 1: of 24 bits 11 are left, the first of which is never written. */
  private static final double SPLITTER = 8193;

  private TensorFloats() {}

  /** The same network with rounded factors. */
  static Graph emulated(Graph graph) {
    return GraphRewriter.rewrite(graph, TensorFloats::rounded);
  }

  private static List<Value> rounded(GraphBuilder b, Node node, List<Value> operands) {
    List<Value> factors = new ArrayList<>(operands);
    if (PRODUCTS.contains(node.op()) && operands.getFirst().dtype() == DType.F32) {
      factors.set(0, rounded(operands.get(0)));
      factors.set(1, rounded(operands.get(1)));
    }
    return GraphRewriter.copy(b, node, factors);
  }

  private static Value rounded(Value x) {
    Value large = mul(x, x.builder().constant(SPLITTER));
    return sub(large, sub(large, x));
  }
}
