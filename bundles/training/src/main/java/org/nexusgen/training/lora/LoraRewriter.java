package org.nexusgen.training.lora;

import static org.nexusgen.graph.Ops.add;
import static org.nexusgen.graph.Ops.matmul;
import static org.nexusgen.graph.Ops.mul;
import static org.nexusgen.graph.Ops.transpose;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.GraphRewriter;
import org.nexusgen.graph.Value;

/** Adds x Aᵀ Bᵀ to every product {@code MatMul(x, Transpose(W))} with a weight that is targeted. */
final class LoraRewriter {
  private final Lora lora;
  private final Graph graph;

  /** The targeted weights' shapes [out, in]. */
  private final Map<String, Shape> weights;

  /** The targeted weight behind each of its transposes. */
  private final Map<String, String> transposed = new HashMap<>();

  LoraRewriter(Lora lora, Graph graph) {
    this.lora = lora;
    this.graph = graph;
    this.weights =
        graph.weights().stream()
            .filter(weight -> lora.targets(weight.name()))
            .collect(Collectors.toMap(Graph.Argument::name, weight -> weight.type().shape()));
  }

  Graph rewrite() {
    requireTargets();
    graph.nodes().forEach(this::findTranspose);
    graph.nodes().forEach(this::requireLinear);
    return GraphRewriter.rewrite(graph, this::adapt);
  }

  private void requireTargets() {
    for (String target : lora.targets()) {
      Lora alone = new Lora(lora.rank(), lora.alpha(), List.of(target));
      if (weights.keySet().stream().noneMatch(alone::targets)) {
        Set<String> known =
            graph.weights().stream()
                .filter(weight -> weight.type().rank() == 2 && weight.name().endsWith(".weight"))
                .map(weight -> weight.name().split("\\."))
                .map(parts -> parts[parts.length - 2])
                .filter(part -> !part.matches("\\d+"))
                .collect(Collectors.toCollection(TreeSet::new));
        throw new BadInputException(
            "lora: target '%s' names no layer of '%s'; some that do: %s"
                .formatted(target, graph.name(), known));
      }
    }
  }

  private void findTranspose(Node node) {
    String weight = node.inputs().isEmpty() ? "" : node.inputs().get(0);
    if (node.op().equals("Transpose") && isMatrix(weight)) {
      transposed.put(node.outputs().get(0), weight);
    }
  }

  private boolean isMatrix(String name) {
    Shape shape = weights.get(name);
    return shape != null && shape.rank() == 2;
  }

  /** Merging changes a weight wherever it is used, so that each use must be one that is adapted. */
  private void requireLinear(Node node) {
    for (int i = 0; i < node.inputs().size(); i++) {
      String input = node.inputs().get(i);
      String weight = transposed.getOrDefault(input, input);
      boolean linear =
          isMatrix(input)
              ? transposed.containsKey(node.outputs().get(0))
              : node.op().equals("MatMul") && i == 1;
      if (weights.containsKey(weight) && !linear) {
        throw new BadInputException(
            "lora: '%s' of '%s' is no weight of linear layers alone: %s reads it; leave it out"
                .formatted(weight, graph.name(), node.op()));
      }
    }
  }

  private List<Value> adapt(GraphBuilder b, Node node, List<Value> operands) {
    List<Value> results = GraphRewriter.copy(b, node, operands);
    return Optional.of(node)
        .filter(one -> one.op().equals("MatMul"))
        .map(one -> transposed.get(one.inputs().get(1)))
        .map(weight -> List.of(add(results.get(0), addition(b, weight, operands.get(0)))))
        .orElse(results);
  }

  private Value addition(GraphBuilder b, String weight, Value x) {
    Shape shape = Optional.ofNullable(weights.get(weight)).orElseThrow();
    Value down = b.weight(Lora.a(weight), lora.rank(), shape.dim(1)); // (r, in)
    Value up = b.weight(Lora.b(weight), shape.dim(0), lora.rank()); // (out, r)
    Value thin = matmul(x, transpose(down, 1, 0)); // (…, r)
    return mul(matmul(thin, transpose(up, 1, 0)), lora.factor()); // (…, out)
  }
}
