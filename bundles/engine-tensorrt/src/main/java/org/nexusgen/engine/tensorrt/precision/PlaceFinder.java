package org.nexusgen.engine.tensorrt.precision;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.nexusgen.api.graph.Node;

/** Finds sensitive places in a graph. */
final class PlaceFinder {
  private static final Set<String> MATRICES = Set.of("MatMul", "Gemm", "Conv");

  /** How masks are made and applied. */
  private static final Set<String> MASKING = Set.of("Add", "Where", "Expand", "Unsqueeze");

  /** Which operand of Attention is its mask. */
  static final int MASK = 3;

  private PlaceFinder() {}

  /** The nodes that are such places, by their first outputs. */
  static Set<String> find(SensitivePlace place, Wiring wiring) {
    return switch (place) {
      case SQUARES -> squares(wiring);
      case NORMALIZATIONS ->
          byOperator(
              wiring,
              Set.of(
                  "LayerNormalization",
                  "RMSNormalization",
                  "GroupNormalization",
                  "InstanceNormalization"));
      case SOFTMAX -> softmax(wiring);
      case ROTATIONS -> byOperator(wiring, Set.of("RotaryEmbedding"));
      case RESIDUAL_SUMS -> residualSums(wiring);
      case GATED_PRODUCTS -> gatedProducts(wiring);
      case CONVOLUTIONS -> convolutional(wiring);
    };
  }

  private static Set<String> byOperator(Wiring wiring, Set<String> operators) {
    return wiring.nodes().stream()
        .filter(node -> operators.contains(node.op()))
        .map(Wiring::name)
        .collect(Collectors.toSet());
  }

  private static Set<String> squares(Wiring wiring) {
    Set<String> carriers = Set.of("Mul", "Add", "ReduceMean", "Sqrt");
    Set<String> found = new HashSet<>();
    Deque<Node> open = new ArrayDeque<>();
    wiring.nodes().stream().filter(PlaceFinder::isSquare).forEach(open::add);
    while (!open.isEmpty()) {
      Node node = open.pop();
      if (found.add(Wiring.name(node)) && carriers.contains(node.op())) {
        wiring.readers(node).stream()
            .filter(reader -> !MATRICES.contains(reader.op()))
            .forEach(open::add);
      }
    }
    return found;
  }

  private static boolean isSquare(Node node) {
    return node.op().equals("Mul") && node.inputs().get(0).equals(node.inputs().get(1));
  }

  private static Set<String> softmax(Wiring wiring) {
    Set<String> found = byOperator(wiring, Set.of("Softmax"));
    Deque<String> open = new ArrayDeque<>();
    for (Node node : wiring.nodes()) {
      if (node.op().equals("Softmax")) {
        open.addAll(node.inputs());
      } else if (node.op().equals("Attention") && node.inputs().size() > MASK) {
        open.add(node.inputs().get(MASK));
      }
    }
    while (!open.isEmpty()) {
      String value = open.pop();
      Optional<Node> maker = wiring.maker(value);
      if (maker.isPresent() && MASKING.contains(maker.get().op()) && found.add(value)) {
        open.addAll(maker.get().inputs());
      }
    }
    return found;
  }

  private static Set<String> residualSums(Wiring wiring) {
    return wiring.nodes().stream()
        .filter(node -> node.op().equals("Add"))
        .filter(node -> isResidual(wiring, node))
        .map(Wiring::name)
        .collect(Collectors.toSet());
  }

  private static boolean isResidual(Wiring wiring, Node sum) {
    String left = sum.inputs().get(0);
    String right = sum.inputs().get(1);
    return !wiring.isConstant(left)
        && !wiring.isConstant(right)
        && (wiring.dependsOn(right, left, MATRICES) || wiring.dependsOn(left, right, MATRICES));
  }

  private static Set<String> gatedProducts(Wiring wiring) {
    Set<String> found = new HashSet<>();
    for (Node matrix : wiring.nodes()) {
      Optional<Node> product = wiring.maker(matrix.inputs().getFirst());
      if (matrix.op().equals("MatMul") && product.isPresent() && isGated(wiring, product.get())) {
        found.add(Wiring.name(product.get()));
        found.add(Wiring.name(matrix));
        biases(wiring, matrix).forEach(bias -> found.add(Wiring.name(bias)));
      }
    }
    return found;
  }

  /** Two values of which none is made from the other, both behind matrices. */
  private static boolean isGated(Wiring wiring, Node product) {
    if (!product.op().equals("Mul")) {
      return false;
    }
    String left = product.inputs().get(0);
    String right = product.inputs().get(1);
    return wiring.maker(left).isPresent()
        && wiring.maker(right).isPresent()
        && !left.equals(right)
        && !wiring.dependsOn(left, right, wiring.operators())
        && !wiring.dependsOn(right, left, wiring.operators());
  }

  private static List<Node> biases(Wiring wiring, Node matrix) {
    return wiring.readers(matrix).stream()
        .filter(reader -> reader.op().equals("Add"))
        .filter(reader -> reader.inputs().stream().anyMatch(wiring::isConstant))
        .toList();
  }

  private static Set<String> convolutional(Wiring wiring) {
    boolean convolutions = wiring.nodes().stream().anyMatch(node -> node.op().equals("Conv"));
    return convolutions
        ? wiring.nodes().stream().map(Wiring::name).collect(Collectors.toSet())
        : Set.of();
  }
}
