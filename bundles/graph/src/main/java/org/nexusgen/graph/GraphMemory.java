package org.nexusgen.graph;

import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;

/**
 * What a graph needs of memory, from its shapes. The workspace is the largest sum of the values
 * that are alive at one node: inputs, outputs, and what was made and is still to be read. It takes
 * every value for an array of its own, and attention for one that holds all scores; engines that
 * fuse operators or share arrays need less, those that keep temporary arrays inside an operator
 * more.
 */
public final class GraphMemory {
  private GraphMemory() {}

  /**
   * Bytes of the weights.
   *
   * @param matrixBytes of one value of a weight with two axes or more
   * @param otherBytes of one value of any other
   */
  public static long weights(Graph graph, double matrixBytes, double otherBytes) {
    double bytes = 0;
    for (Graph.Argument weight : graph.weights()) {
      double each = weight.type().rank() > 1 ? matrixBytes : otherBytes;
      bytes += each * weight.type().shape().elements();
    }
    return Math.round(bytes);
  }

  /**
   * Bytes of the workspace of one run.
   *
   * @param sizes a number for each open size of the graph; others are ignored
   * @param floatBytes of one real number inside the engine
   * @return 0 if a size is missing
   * @throws ShapeException if an operator cannot work with the sizes
   */
  public static long workspace(Graph graph, Map<String, Long> sizes, int floatBytes) {
    if (!sizes.keySet().containsAll(new OpenSizes(graph).symbols())) {
      return 0;
    }
    Graph still = StaticShapes.of(graph, sizes);
    Map<String, Long> bytes = new HashMap<>();
    Set<String> given = new HashSet<>(still.constants().keySet());
    still.weights().forEach(weight -> given.add(weight.name()));
    given.add("");
    IdentityHashMap<Node, Long> inside = new IdentityHashMap<>();
    Graph copied =
        GraphRewriter.rewrite(
            still,
            (b, node, operands) -> {
              var results = GraphRewriter.copy(b, node, operands);
              if (given.containsAll(node.inputs())) {
                given.addAll(node.outputs()); // a weight in another order: folded, counted there
                return GraphRewriter.copy(b, node, operands);
              }
              inside.put(node, scores(node, operands, floatBytes));
              for (int i = 0; i < node.outputs().size(); i++) {
                bytes.put(node.outputs().get(i), bytes(results.get(i).type(), floatBytes));
              }
              return results;
            });
    return peak(still, bytes, inside) + border(copied, floatBytes);
  }

  private static long border(Graph graph, int floatBytes) {
    return graph.inputs().stream().mapToLong(one -> bytes(one.type(), floatBytes)).sum();
  }

  /** The scores of an attention: every query row with every key. */
  private static long scores(Node node, List<Value> operands, int floatBytes) {
    if (!node.op().equals("Attention") || operands.get(0).rank() != 4) {
      return 0;
    }
    long keys = size(operands.get(1).dim(2));
    boolean cached = operands.size() > 4 && operands.get(4).rank() == 4;
    keys += cached ? size(operands.get(4).dim(2)) : 0;
    return bytes(operands.get(0).type(), floatBytes) / size(operands.get(0).dim(3)) * keys;
  }

  private static long size(Dim dim) {
    return dim instanceof Dim.Fixed fixed ? Math.max(1, fixed.size()) : 1;
  }

  private static long peak(
      Graph graph, Map<String, Long> bytes, IdentityHashMap<Node, Long> inside) {
    Set<String> kept =
        graph.outputs().stream().map(Graph.Argument::name).collect(Collectors.toSet());
    Map<String, Integer> lastUse = new HashMap<>();
    for (int i = 0; i < graph.nodes().size(); i++) {
      for (String input : graph.nodes().get(i).inputs()) {
        lastUse.put(input, i);
      }
    }
    long alive = 0;
    long most = 0;
    for (int i = 0; i < graph.nodes().size(); i++) {
      Node node = graph.nodes().get(i);
      for (String output : node.outputs()) {
        alive += bytes.getOrDefault(output, 0L);
      }
      most = Math.max(most, alive + inside.getOrDefault(node, 0L));
      for (String value : Set.copyOf(node.inputs())) {
        boolean done = lastUse.getOrDefault(value, i) == i && !kept.contains(value);
        alive -= done ? bytes.getOrDefault(value, 0L) : 0;
      }
      for (String output : node.outputs()) {
        boolean unread = !lastUse.containsKey(output) && !kept.contains(output);
        alive -= unread ? bytes.getOrDefault(output, 0L) : 0;
      }
    }
    return most;
  }

  private static long bytes(ValueType type, int floatBytes) {
    long elements = 1;
    for (Dim dim : type.dims()) {
      elements *= dim instanceof Dim.Fixed fixed ? fixed.size() : 1;
    }
    DType dtype = type.dtype();
    return elements * (dtype.isFloat() ? floatBytes : dtype.bytes());
  }
}
