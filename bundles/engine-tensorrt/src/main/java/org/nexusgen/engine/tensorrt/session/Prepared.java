package org.nexusgen.engine.tensorrt.session;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Operand;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.engine.tensorrt.process.Device;
import org.nexusgen.engine.tensorrt.process.StoredPlan;
import org.nexusgen.engine.tensorrt.protocol.Binding;
import org.nexusgen.engine.tensorrt.protocol.Request;

/**
 * A graph for one set of sizes.
 *
 * @param graph of fixed shapes, without inputs that are empty
 * @param plan its file
 */
record Prepared(Graph graph, StoredPlan plan) {
  /** The graph for these sizes, as far as native code can take it. */
  static Graph fixed(Graph graph, Map<String, Long> sizes, Generation generation) {
    Graph fixed = withoutEmpty(generation.fixed(graph, sizes));
    NativeLimits.check(fixed, generation);
    return fixed;
  }

  /** Nothing reads an empty input where sizes are fixed; TensorRT takes none. */
  private static Graph withoutEmpty(Graph graph) {
    Set<String> read = new HashSet<>();
    graph.nodes().forEach(node -> read.addAll(node.inputs()));
    List<Graph.Argument> inputs =
        graph.inputs().stream()
            .filter(input -> input.type().shape().elements() > 0 || read.contains(input.name()))
            .toList();
    return new Graph(
        graph.name(),
        graph.opset(),
        inputs,
        graph.outputs(),
        graph.weights(),
        graph.constants(),
        graph.nodes());
  }

  /** What the plan must take and give. */
  static Set<Binding> bindings(Graph fixed, Generation generation) {
    Set<Binding> bindings = new HashSet<>();
    fixed.inputs().forEach(input -> bindings.add(binding(input, true, generation)));
    fixed.outputs().forEach(output -> bindings.add(binding(output, false, generation)));
    return bindings;
  }

  private static Binding binding(Graph.Argument argument, boolean input, Generation generation) {
    DType dtype = generation.planned(argument.type().dtype());
    return new Binding(argument.name(), input, dtype, argument.type().shape());
  }

  /** How the outputs of a run of real size lie in the plan's. */
  List<Request.Wanted> wanted(Growth growth, Map<String, Long> real, Map<String, Long> planned) {
    List<Request.Wanted> wanted = new ArrayList<>();
    for (int i = 0; i < graph.outputs().size(); i++) {
      Graph.Argument written = growth.graph().outputs().get(i);
      Shape shape = graph.outputs().get(i).type().shape();
      wanted.add(
          new Request.Wanted(
              written.name(),
              written.type().dtype(),
              Optional.of(growth.fitting(written, shape, real, planned))));
    }
    return wanted;
  }

  /** Gives the value of an input. */
  @FunctionalInterface
  interface Values {
    Operand of(Graph.Argument input);
  }

  /** How the inputs of a run of real size lie in the plan's. */
  List<Device.Input> given(
      Growth growth, Values values, Map<String, Long> real, Map<String, Long> planned) {
    return graph.inputs().stream()
        .map(
            input ->
                new Device.Input(
                    input.name(),
                    growth.fitting(growth.input(input.name()), input.type().shape(), real, planned),
                    values.of(growth.input(input.name()))))
        .toList();
  }
}
