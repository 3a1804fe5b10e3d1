package org.nexusgen.engine.tensorrt.precision;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;

/** Who makes and who reads each value of a graph. A node is called by its first output. */
final class Wiring {
  private final Graph graph;
  private final Set<String> constants;
  private final Set<String> operators = new HashSet<>();
  private final Map<String, Integer> positions = new HashMap<>();
  private final Map<String, Node> makers = new HashMap<>();
  private final Map<String, List<Node>> readers = new HashMap<>();

  Wiring(Graph graph) {
    this.graph = graph;
    this.constants = new HashSet<>(graph.constants().keySet());
    graph.weights().forEach(weight -> constants.add(weight.name()));
    for (int i = 0; i < graph.nodes().size(); i++) {
      Node node = graph.nodes().get(i);
      int position = i;
      operators.add(node.op());
      node.outputs().forEach(output -> makers.put(output, node));
      node.outputs().forEach(output -> positions.put(output, position));
      new TreeSet<>(node.inputs())
          .forEach(input -> readers.computeIfAbsent(input, key -> new ArrayList<>()).add(node));
    }
  }

  List<Node> nodes() {
    return graph.nodes();
  }

  /** All that the graph has. */
  Set<String> operators() {
    return operators;
  }

  static String name(Node node) {
    return node.outputs().getFirst();
  }

  /** Whether a value is part of the network rather than of a run. */
  boolean isConstant(String value) {
    return constants.contains(value);
  }

  /** Empty for inputs, weights and constants. */
  Optional<Node> maker(String value) {
    return Optional.ofNullable(makers.get(value));
  }

  List<Node> readers(Node node) {
    return readers.getOrDefault(name(node), List.of());
  }

  /** These nodes, and what only puts weights into order for them. */
  Set<String> withReordering(Set<String> nodes) {
    Set<String> all = new HashSet<>(nodes);
    for (String name : nodes) {
      for (String input : maker(name).map(Node::inputs).orElse(List.of())) {
        maker(input)
            .filter(maker -> maker.inputs().stream().allMatch(this::isConstant))
            .ifPresent(maker -> all.add(name(maker)));
      }
    }
    return all;
  }

  private int position(String value) {
    return positions.getOrDefault(value, -1);
  }

  /** Whether a value is computed, at least in part, from another through one of these operators. */
  boolean dependsOn(String value, String origin, Set<String> through) {
    int earliest = position(origin);
    Deque<String> open = new ArrayDeque<>(List.of(value));
    Set<String> seen = new HashSet<>();
    Set<String> behind = new HashSet<>(); // values that such an operator reads, however far
    while (!open.isEmpty()) {
      String next = open.pop();
      Optional<Node> maker = maker(next);
      if (maker.isEmpty()
          || position(next) <= earliest
          || !seen.add(next + (behind.contains(next) ? "!" : ""))) {
        continue;
      }
      boolean passed = behind.contains(next) || through.contains(maker.get().op());
      for (String input : maker.get().inputs()) {
        if (passed && input.equals(origin)) {
          return true;
        }
        if (passed) {
          behind.add(input);
        }
        open.push(input);
      }
    }
    return false;
  }
}
