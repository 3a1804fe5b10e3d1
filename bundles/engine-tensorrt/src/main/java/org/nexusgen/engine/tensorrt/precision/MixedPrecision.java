package org.nexusgen.engine.tensorrt.precision;

import static org.nexusgen.graph.Ops.cast;
import static org.nexusgen.graph.Ops.max;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.GraphRewriter;
import org.nexusgen.graph.Value;

/**
 * A graph on 16-bit floats with islands of 32 bits, by explicit casts. Inputs and outputs keep
 * their types; weights are rounded where they are read.
 */
public final class MixedPrecision {
  private final PrecisionPlan plan;
  private final boolean emulated;
  private final Map<String, Value> halves = new HashMap<>();
  private final Map<String, Value> singles = new HashMap<>();
  private final Map<String, Value> masks = new HashMap<>();

  private MixedPrecision(PrecisionPlan plan, boolean emulated) {
    this.plan = plan;
    this.emulated = emulated;
  }

  /**
   * Values between nodes are of the plan's narrow type: for engines that compute in the types they
   * are given. Weights keep theirs.
   */
  public static Graph of(Graph graph, PrecisionPlan plan) {
    return new MixedPrecision(plan, false).rewrite(graph, Set.of());
  }

  /**
   * The same with weights of the narrow type where all that read them are on 16 bits: the numbers
   * are those of {@link #of}, in half the memory.
   */
  public static Graph withNarrowWeights(Graph graph, PrecisionPlan plan) {
    Set<String> narrow = new HashSet<>();
    graph.weights().forEach(weight -> narrow.add(weight.name()));
    graph.nodes().stream().filter(plan::isFull).forEach(node -> narrow.removeAll(node.inputs()));
    graph.outputs().forEach(output -> narrow.remove(output.name()));
    return new MixedPrecision(plan, false).rewrite(graph, narrow);
  }

  /**
   * The same numbers on F32: operands and results of 16-bit nodes are rounded to 16 bits, and sums
   * inside of a node are computed in 32, as tensor cores do. For engines without 16-bit kernels.
   */
  public static Graph emulated(Graph graph, PrecisionPlan plan) {
    return new MixedPrecision(plan, true).rewrite(graph, Set.of());
  }

  private Graph rewrite(Graph graph, Set<String> narrow) {
    List<String> outputs = graph.outputs().stream().map(Graph.Argument::name).toList();
    GraphRewriter.Border border =
        new GraphRewriter.Border() {
          @Override
          public ValueType weight(Graph.Argument weight) {
            boolean rounded = weight.type().dtype() == DType.F32 && narrow.contains(weight.name());
            return rounded ? new ValueType(plan.narrow(), weight.type().dims()) : weight.type();
          }
        };
    return GraphRewriter.rewrite(
        graph,
        border,
        (b, node, operands) -> {
          List<Value> results =
              plan.isFull(node) ? full(b, node, operands) : half(b, node, operands);
          boolean last = node.outputs().stream().anyMatch(outputs::contains);
          return last ? results.stream().map(this::single).toList() : results;
        });
  }

  private List<Value> full(GraphBuilder b, Node node, List<Value> operands) {
    return GraphRewriter.copy(b, node, operands.stream().map(this::single).toList());
  }

  private List<Value> half(GraphBuilder b, Node node, List<Value> operands) {
    List<Value> given = new ArrayList<>(operands);
    switch (node.op()) {
      case "Cast" -> {} // rounds by itself
      case "Resize" -> given.set(0, half(operands.getFirst())); // factors stay float32
      case "Attention" -> {
        given.replaceAll(this::half);
        if (operands.size() > PlaceFinder.MASK) {
          given.set(PlaceFinder.MASK, mask(b, operands.get(PlaceFinder.MASK)));
        }
      }
      default -> given.replaceAll(this::half);
    }
    return GraphRewriter.copy(b, node, given).stream()
        .map(result -> emulated ? half(result) : result)
        .toList();
  }

  /** What hides a row stays finite: a row that sees nothing must not become NaN. */
  private Value mask(GraphBuilder b, Value mask) {
    if (mask.dtype() != DType.F32 || mask.name().isEmpty()) {
      return mask;
    }
    return masks.computeIfAbsent(
        mask.name(), name -> half(max(mask, b.constant(FiniteMasks.HIDDEN))));
  }

  private Value half(Value value) {
    if (value.dtype() != DType.F32 || value.name().isEmpty()) {
      return value;
    }
    Value known = halves.get(value.name());
    if (known == null) {
      Value narrow = cast(value, plan.narrow());
      known = emulated ? cast(narrow, DType.F32) : narrow;
      halves.put(value.name(), known);
      halves.put(known.name(), known);
    }
    return known;
  }

  private Value single(Value value) {
    return value.dtype() == plan.narrow()
        ? singles.computeIfAbsent(value.name(), name -> cast(value, DType.F32))
        : value;
  }
}
