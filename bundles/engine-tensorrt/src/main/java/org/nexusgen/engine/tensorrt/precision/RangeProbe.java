package org.nexusgen.engine.tensorrt.precision;

import static org.nexusgen.graph.Attributes.integer;
import static org.nexusgen.graph.Ops.abs;
import static org.nexusgen.graph.Ops.concat;
import static org.nexusgen.graph.Ops.reshape;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.GraphRewriter;
import org.nexusgen.graph.Value;

/**
 * A graph that tells how large its values become.
 *
 * @param graph with one output more, {@link #OUTPUT}
 * @param places what the numbers of that output are of
 */
public record RangeProbe(Graph graph, List<Place> places) {
  /** F32 [places]. */
  public static final String OUTPUT = "nexusgen.ranges";

  /**
   * A number of the output.
   *
   * @param op operator name
   * @param node its first output
   * @param kind of number
   */
  public record Place(String op, String node, Kind kind) {}

  /** What a number says. */
  public enum Kind {
    /** The largest |value| of the result. */
    RESULT,
    /**
     * The largest sum of |terms|: no order in which a product's terms are added has a partial sum
     * beyond it.
     */
    SUM
  }

  public RangeProbe {
    places = List.copyOf(places);
  }

  /**
   * @param graph of operator set 17, see {@link org.nexusgen.graph.onnx.Opset17}
   */
  public static RangeProbe of(Graph graph) {
    List<Place> places = new ArrayList<>();
    List<Value> numbers = new ArrayList<>();
    Graph probed =
        GraphRewriter.rewrite(
            withOutput(graph),
            (b, node, operands) -> {
              if (node.outputs().contains(OUTPUT)) {
                return List.of(concat(0, numbers));
              }
              List<Value> results = GraphRewriter.copy(b, node, operands);
              probe(b, node, operands, results, places, numbers);
              return results;
            });
    return new RangeProbe(probed, places);
  }

  /** A last node that stands for the new output until all others are known. */
  private static Graph withOutput(Graph graph) {
    List<Node> nodes = new ArrayList<>(graph.nodes());
    String any = graph.nodes().getLast().outputs().getFirst();
    nodes.add(new Node("Identity", "", List.of(any), List.of(OUTPUT), Map.of()));
    List<Graph.Argument> outputs = new ArrayList<>(graph.outputs());
    outputs.add(new Graph.Argument(OUTPUT, ValueType.of(DType.F32, Dim.of(1))));
    return new Graph(
        graph.name(),
        graph.opset(),
        graph.inputs(),
        outputs,
        graph.weights(),
        graph.constants(),
        nodes);
  }

  private static void probe(
      GraphBuilder b,
      Node node,
      List<Value> operands,
      List<Value> results,
      List<Place> places,
      List<Value> numbers) {
    Value result = results.getFirst();
    if (result.dtype() != DType.F32) {
      return;
    }
    places.add(new Place(node.op(), node.outputs().getFirst(), Kind.RESULT));
    numbers.add(largest(b, abs(result)));
    boolean sums = List.of("MatMul", "Conv").contains(node.op());
    if (sums) {
      Value a = abs(operands.get(0));
      Value terms = b.node(node.op(), node.attributes(), a, abs(operands.get(1)));
      places.add(new Place(node.op(), node.outputs().getFirst(), Kind.SUM));
      numbers.add(largest(b, terms));
    }
  }

  /** With a zero, so that an empty value has a largest one, too. */
  private static Value largest(GraphBuilder b, Value positive) {
    Value zero = b.constant(Tensor.of(new float[] {0}, 1));
    Value all = concat(0, reshape(positive, -1), zero);
    return b.node("ReduceMax", Map.of("keepdims", integer(1)), all);
  }

  /** The largest numbers of several runs, by place. */
  public Map<Place, Double> merge(Map<Place, Double> before, Tensor ranges) {
    Map<Place, Double> merged = new HashMap<>(before);
    float[] numbers = ranges.floats();
    for (int i = 0; i < numbers.length; i++) {
      merged.merge(places.get(i), (double) numbers[i], Math::max);
    }
    return merged;
  }
}
