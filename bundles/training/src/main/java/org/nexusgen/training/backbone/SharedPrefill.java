package org.nexusgen.training.backbone;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.GraphRewriter;
import org.nexusgen.graph.Ops;
import org.nexusgen.graph.Value;

/**
 * One learned vector for all places of a picture instead of one each: the ablation of the prefill
 * embeddings. Rows that begin alike stay alike, because each reads their mean; so what is written
 * is a table as any other.
 */
final class SharedPrefill {
  private SharedPrefill() {}

  /** The graph, whose prefill rows are their mean. */
  static Graph on(Graph graph) {
    Optional<Shape> table =
        graph.weights().stream()
            .filter(weight -> weight.name().equals(FreshBackbone.PREFILL))
            .map(weight -> weight.type().shape())
            .findFirst();
    return table
        .map(
            shape ->
                GraphRewriter.rewrite(
                    graph, (b, node, operands) -> share(b, node, operands, shape)))
        .orElse(graph);
  }

  private static List<Value> share(GraphBuilder b, Node node, List<Value> operands, Shape table) {
    List<Value> shared =
        IntStream.range(0, operands.size())
            .mapToObj(
                i ->
                    node.inputs().get(i).equals(FreshBackbone.PREFILL)
                        ? mean(operands.get(i), table)
                        : operands.get(i))
            .toList();
    return GraphRewriter.copy(b, node, shared);
  }

  private static Value mean(Value rows, Shape table) {
    return Ops.expand(Ops.reduceMean(rows, true, 0), Dim.of(table.dim(0)), Dim.of(table.dim(1)));
  }

  /** Weights whose prefill rows all are the first. */
  static Map<String, Tensor> of(Map<String, Tensor> weights) {
    Map<String, Tensor> changed = new LinkedHashMap<>(weights);
    changed.computeIfPresent(
        FreshBackbone.PREFILL,
        (name, table) -> {
          float[] rows = table.floats();
          int width = table.shape().size(1);
          for (int i = width; i < rows.length; i += width) {
            System.arraycopy(rows, 0, rows, i, width);
          }
          return Tensor.of(rows, table.shape().toArray());
        });
    return changed;
  }
}
