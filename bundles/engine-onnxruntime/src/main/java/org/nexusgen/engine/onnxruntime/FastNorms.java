package org.nexusgen.engine.onnxruntime;

import static org.nexusgen.graph.Ops.add;
import static org.nexusgen.graph.Ops.mul;
import static org.nexusgen.graph.Ops.reduceMean;
import static org.nexusgen.graph.Ops.reshape;
import static org.nexusgen.graph.Ops.sub;
import static org.nexusgen.graph.Ops.unsqueeze;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.nexusgen.api.graph.Attribute;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.GraphRewriter;
import org.nexusgen.graph.Value;

/**
 * Normalizations in the forms that ONNX Runtime 1.29 runs fastest on the CPU. Its
 * LayerNormalization takes three times as long as RMSNormalization; a GroupNormalization falls
 * apart into 13 operators.
 */
final class FastNorms {
  private static final Set<String> SLOW = Set.of("LayerNormalization", "GroupNormalization");
  private static final String EPSILON = "epsilon";

  private FastNorms() {}

  /** The graph itself if it has no such operator, or is written in an older set. */
  static Graph of(Graph graph) {
    boolean concerned =
        graph.opset() == GraphBuilder.OPSET
            && graph.nodes().stream().map(Node::op).anyMatch(SLOW::contains);
    return concerned ? GraphRewriter.rewrite(graph, FastNorms::rewrite) : graph;
  }

  private static List<Value> rewrite(GraphBuilder b, Node node, List<Value> operands) {
    return switch (node.op()) {
      case "LayerNormalization" ->
          isOverLastAxis(node, operands.get(0))
              ? List.of(layer(b, node, operands))
              : GraphRewriter.copy(b, node, operands);
      case "GroupNormalization" -> List.of(group(b, node, operands));
      default -> GraphRewriter.copy(b, node, operands);
    };
  }

  private static boolean isOverLastAxis(Node node, Value x) {
    return node.outputs().size() == 1
        && (!(node.attributes().get("axis") instanceof Attribute.IntValue axis)
            || axis.value() == -1
            || axis.value() == x.rank() - 1);
  }

  /** The RMS norm of what is left without the mean. */
  private static Value layer(GraphBuilder b, Node node, List<Value> operands) {
    Value x = operands.get(0);
    Value centred = sub(x, reduceMean(x, true, -1));
    Map<String, Attribute> attributes = new HashMap<>(node.attributes());
    attributes.keySet().retainAll(List.of("axis", EPSILON));
    Value scaled = b.node("RMSNormalization", attributes, centred, operands.get(1));
    return operands.size() > 2 ? add(scaled, operands.get(2)) : scaled;
  }

  /** Groups as the channels of an InstanceNormalization, then weight and bias a channel. */
  private static Value group(GraphBuilder b, Node node, List<Value> operands) {
    Value x = operands.get(0);
    int groups = Math.toIntExact(((Attribute.IntValue) attribute(node, "num_groups")).value());
    Map<String, Attribute> attributes = new HashMap<>(node.attributes());
    attributes.keySet().retainAll(List.of(EPSILON));
    Value grouped = reshape(x, 0, groups, -1);
    Value normal =
        b.node("InstanceNormalization", attributes, grouped, all(b, groups, 1), all(b, groups, 0));
    Value back = reshape(normal, x.type().dims().toArray(Dim[]::new));
    long[] spatial = LongStream.range(1, x.rank() - 1L).toArray();
    return add(mul(back, unsqueeze(operands.get(1), spatial)), unsqueeze(operands.get(2), spatial));
  }

  private static Attribute attribute(Node node, String name) {
    Attribute attribute = node.attributes().get(name);
    if (attribute == null) {
      throw new IllegalArgumentException(node.op() + " without " + name);
    }
    return attribute;
  }

  private static Value all(GraphBuilder b, int size, float value) {
    float[] values = new float[size];
    Arrays.fill(values, value);
    return b.constant(Tensor.of(values, size));
  }
}
