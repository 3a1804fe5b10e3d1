package org.nexusgen.engine.tensorrt.precision;

import static org.nexusgen.graph.Ops.cast;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.GraphRewriter;
import org.nexusgen.graph.Value;

/**
 * A graph on 16-bit floats with islands of 32 bits, by explicit casts. Inputs, outputs and weights
 * keep their types; weights are rounded where they are read.
 */
public final class MixedPrecision {
  private final PrecisionPlan plan;
  private final boolean emulated;
  private final Map<String, Value> halves = new HashMap<>();
  private final Map<String, Value> singles = new HashMap<>();

  private MixedPrecision(PrecisionPlan plan, boolean emulated) {
    this.plan = plan;
    this.emulated = emulated;
  }

  /** Values between nodes are of type F16: for engines that compute in the types they are given. */
  public static Graph of(Graph graph, PrecisionPlan plan) {
    return new MixedPrecision(plan, false).rewrite(graph);
  }

  /**
   * The same numbers on F32: operands and results of 16-bit nodes are rounded to 16 bits, and sums
   * inside of a node are computed in 32, as tensor cores do. For engines without 16-bit kernels.
   */
  public static Graph emulated(Graph graph, PrecisionPlan plan) {
    return new MixedPrecision(plan, true).rewrite(graph);
  }

  private Graph rewrite(Graph graph) {
    List<String> outputs = graph.outputs().stream().map(Graph.Argument::name).toList();
    return GraphRewriter.rewrite(
        graph,
        (b, node, operands) -> {
          List<Value> results =
              plan.isFull(node) ? full(b, node, operands) : half(b, node, operands);
          boolean border = node.outputs().stream().anyMatch(outputs::contains);
          return border ? results.stream().map(this::single).toList() : results;
        });
  }

  private List<Value> full(GraphBuilder b, Node node, List<Value> operands) {
    return GraphRewriter.copy(b, node, operands.stream().map(this::single).toList());
  }

  private List<Value> half(GraphBuilder b, Node node, List<Value> operands) {
    List<Value> rounded = new ArrayList<>(operands.stream().map(this::half).toList());
    if (node.op().equals("Cast")) {
      rounded.set(0, operands.getFirst());
    }
    if (node.op().equals("Resize")) {
      rounded.subList(1, rounded.size()).clear();
      rounded.addAll(operands.subList(1, operands.size())); // factors stay float32
    }
    return GraphRewriter.copy(b, node, rounded).stream()
        .map(result -> emulated ? half(result) : result)
        .toList();
  }

  private Value half(Value value) {
    if (value.dtype() != DType.F32 || value.name().isEmpty()) {
      return value;
    }
    Value known = halves.get(value.name());
    if (known == null) {
      Value narrow = cast(value, DType.F16);
      known = emulated ? cast(narrow, DType.F32) : narrow;
      halves.put(value.name(), known);
      halves.put(known.name(), known);
    }
    return known;
  }

  private Value single(Value value) {
    return value.dtype() == DType.F16
        ? singles.computeIfAbsent(value.name(), name -> cast(value, DType.F32))
        : value;
  }
}
