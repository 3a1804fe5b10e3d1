package org.nexusgen.graph.onnx;

import static org.nexusgen.graph.Attributes.integers;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.graph.Attribute;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.GraphRewriter;
import org.nexusgen.graph.Value;

/**
 * Lowering to operator set 17, for engines that know no newer one (TensorRT 8.6): whole nodes such
 * as Attention become products and sums, and settings that moved go back to where they were.
 */
public final class Opset17 {
  /** The set's number. */
  public static final int VERSION = 17;

  private Opset17() {}

  /** The same network in older operators. Inputs, outputs, weights keep their names. */
  public static Graph lower(Graph graph) {
    return GraphRewriter.in(VERSION, GraphRewriter.rewrite(graph, Opset17::lower));
  }

  private static List<Value> lower(GraphBuilder b, Node node, List<Value> operands) {
    return switch (node.op()) {
      case "Attention" -> LoweredAttention.of(node, operands);
      case "RMSNormalization" -> List.of(LoweredNorms.rms(node, operands));
      case "GroupNormalization" -> List.of(LoweredNorms.groupInSums(node, operands));
      case "LayerNormalization" -> List.of(LoweredNorms.layer(node, operands));
      case "RotaryEmbedding" -> List.of(LoweredRotary.of(node, operands));
      case "Gelu" -> List.of(LoweredGelu.of(node, operands.get(0)));
      case "ReduceMean", "ReduceMax" -> List.of(axesAsSetting(b, node, operands));
      case "Split" -> equalParts(b, node, operands);
      default -> GraphRewriter.copy(b, node, operands);
    };
  }

  // Set 18 turned the setting `axes` into an operand.
  private static Value axesAsSetting(GraphBuilder b, Node node, List<Value> operands) {
    Map<String, Attribute> attributes = new HashMap<>(node.attributes());
    if (operands.size() > 1) {
      attributes.put("axes", integers(operands.get(1).constantIntegers()));
    }
    return b.node(node.op(), attributes, operands.get(0));
  }

  // Set 18 brought `num_outputs`; before, the outputs were counted.
  private static List<Value> equalParts(GraphBuilder b, Node node, List<Value> operands) {
    Map<String, Attribute> attributes = new HashMap<>(node.attributes());
    attributes.remove("num_outputs");
    return b.nodes("Split", attributes, node.outputs().size(), operands.toArray(Value[]::new));
  }
}
