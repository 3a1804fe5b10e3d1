package org.nexusgen.parity.published;

import java.util.List;
import java.util.function.Predicate;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.graph.GraphRewriter;
import org.nexusgen.graph.Value;

/** Counts multiplications of matrix products and convolutions. */
final class Products {
  private Products() {}

  /** The share of multiplications that some nodes do. */
  static double share(Graph fixed, Predicate<Node> some) {
    double[] counts = new double[2];
    GraphRewriter.rewrite(
        fixed,
        (b, node, operands) -> {
          List<Value> results = GraphRewriter.copy(b, node, operands);
          double count = multiplications(node, operands, results.getFirst());
          counts[0] += some.test(node) ? count : 0;
          counts[1] += count;
          return results;
        });
    return counts[0] / counts[1];
  }

  private static double multiplications(Node node, List<Value> operands, Value result) {
    double elements = result.type().shape().elements();
    return switch (node.op()) {
      case "MatMul" -> elements * operands.get(0).size(-1);
      case "Conv" -> elements * operands.get(1).type().shape().elements() / result.size(1);
      // scores and what they weigh
      case "Attention" -> 2 * elements * operands.get(1).size(2);
      default -> 0;
    };
  }
}
