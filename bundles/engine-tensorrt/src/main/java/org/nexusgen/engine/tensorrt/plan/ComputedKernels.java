package org.nexusgen.engine.tensorrt.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.WeightEntry;
import org.nexusgen.api.weights.WeightStore;

/**
 * Kernels and biases of convolutions that a graph computes from its weights, as weights: TensorRT
 * 8.6 takes no others outside of quantized networks. Other engines compute them once, when they
 * open the graph.
 *
 * @see <a href="https://docs.nvidia.com/deeplearning/tensorrt/archives/">TensorRT 8.6's C++
 *     interface, IConvolutionLayer::setInput</a>
 * @param graph in which they are weights of the names that the values had
 * @param store of the others
 * @param made where their values are: in memory, or, of weights with another shape, where those are
 */
public record ComputedKernels(Graph graph, WeightStore store, Map<String, WeightEntry> made) {
  private static final List<Integer> FIXED = List.of(1, 2); // kernel and bias

  /** The same network; a graph without such kernels is left as it is. */
  public static ComputedKernels of(Graph graph, WeightStore store) {
    Map<String, Node> makers = makers(graph);
    Map<String, WeightEntry> made = new LinkedHashMap<>();
    for (Node node : graph.nodes()) {
      for (int operand : FIXED) {
        if (node.op().equals("Conv") && operand < node.inputs().size()) {
          String name = node.inputs().get(operand);
          if (makers.containsKey(name)) {
            made.put(name, entry(name, makers, graph, store));
          }
        }
      }
    }
    return new ComputedKernels(made.isEmpty() ? graph : with(graph, made), store, Map.copyOf(made));
  }

  /** Names of all values that can become weights. */
  public static Set<String> computable(Graph graph) {
    return makers(graph).keySet();
  }

  /** What is made of weights and constants alone, by the operators that are known here. */
  private static Map<String, Node> makers(Graph graph) {
    Set<String> steady = new HashSet<>(graph.constants().keySet());
    for (Graph.Argument weight : graph.weights()) {
      if (weight.type().dtype() == DType.F32) {
        steady.add(weight.name());
      }
    }
    Map<String, Node> makers = new HashMap<>();
    for (Node node : graph.nodes()) {
      if (WeightArithmetic.OPERATORS.contains(node.op()) && steady.containsAll(node.inputs())) {
        steady.addAll(node.outputs());
        node.outputs().forEach(output -> makers.put(output, node));
      }
    }
    return makers;
  }

  private static WeightEntry entry(
      String name, Map<String, Node> makers, Graph graph, WeightStore store) {
    Node maker = makers.get(name);
    String source = maker == null ? name : maker.inputs().getFirst();
    boolean isStored = !makers.containsKey(source) && !graph.constants().containsKey(source);
    if (maker != null && maker.op().equals("Reshape") && isStored) {
      Tensor target = value(maker.inputs().get(1), makers, graph, store);
      WeightEntry stored = store.entry(source);
      long[] shape = WeightArithmetic.target(stored.shape(), target.longs());
      return switch (stored) {
        case WeightEntry.InFile in ->
            new WeightEntry.InFile(
                name, in.dtype(), Shape.of(shape), in.file(), in.offset(), in.length());
        case WeightEntry.InMemory memory ->
            new WeightEntry.InMemory(name, memory.tensor().reshape(shape));
      };
    }
    return new WeightEntry.InMemory(name, value(name, makers, graph, store));
  }

  private static Tensor value(
      String name, Map<String, Node> makers, Graph graph, WeightStore store) {
    Tensor constant = graph.constants().get(name);
    if (constant != null) {
      return constant;
    }
    Node maker = makers.get(name);
    if (maker == null) {
      Tensor stored = store.read(name);
      return Tensor.of(stored.floats(), stored.shape().toArray());
    }
    List<Tensor> operands = new ArrayList<>();
    maker.inputs().forEach(input -> operands.add(value(input, makers, graph, store)));
    return WeightArithmetic.of(maker, operands);
  }

  /** The graph without what only led to the values. */
  private static Graph with(Graph graph, Map<String, WeightEntry> made) {
    Set<String> wanted = new HashSet<>();
    graph.outputs().forEach(output -> wanted.add(output.name()));
    List<Node> nodes = new ArrayList<>();
    for (Node node : graph.nodes().reversed()) {
      boolean needed = node.outputs().stream().anyMatch(wanted::contains);
      if (needed && !made.keySet().containsAll(node.outputs())) {
        wanted.addAll(node.inputs());
        nodes.add(0, node);
      }
    }
    List<Graph.Argument> weights = new ArrayList<>(graph.weights());
    made.forEach(
        (name, entry) ->
            weights.add(new Graph.Argument(name, ValueType.of(DType.F32, entry.shape()))));
    weights.removeIf(weight -> !wanted.contains(weight.name()));
    Map<String, Tensor> constants = new HashMap<>(graph.constants());
    constants.keySet().retainAll(wanted);
    return new Graph(
        graph.name(), graph.opset(), graph.inputs(), graph.outputs(), weights, constants, nodes);
  }

  /** A weight of the graph: made here, or stored. */
  public WeightEntry entry(String name) {
    WeightEntry entry = made.get(name);
    return entry == null ? store.entry(name) : entry;
  }
}
