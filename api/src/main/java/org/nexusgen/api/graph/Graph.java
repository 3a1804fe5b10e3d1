package org.nexusgen.api.graph;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.tensor.Tensor;

/**
 * A network as data: standard ONNX operators in topological order, over inputs, named weights and
 * small constants. Built by the {@code graph} module, run by an engine.
 *
 * @param name what the network is called in messages and files
 * @param opset version of the ONNX operator set that the nodes are written in
 * @param inputs what a run must give, in order
 * @param outputs what a run gives back, in order
 * @param weights tensors to be bound by name from a weight store; F32 stands for "the checkpoint's
 *     precision or better"
 * @param constants small tensors that are part of the network, in the order in which they were
 *     added: what is made from a graph is so the same in every process
 * @param nodes operators, each after the ones that it reads
 */
public record Graph(
    String name,
    int opset,
    List<Argument> inputs,
    List<Argument> outputs,
    List<Argument> weights,
    Map<String, Tensor> constants,
    List<Node> nodes) {
  public Graph {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    weights = List.copyOf(weights);
    constants = Collections.unmodifiableMap(new LinkedHashMap<>(constants));
    nodes = List.copyOf(nodes);
  }

  /**
   * A named value at the graph's border.
   *
   * @param padding of an input: how it may grow
   */
  public record Argument(String name, ValueType type, Padding padding) {
    /** One that is as large as its shape says. */
    public Argument(String name, ValueType type) {
      this(name, type, new Padding.Exact());
    }
  }
}
