package org.nexusgen.api.graph;

import java.util.List;
import java.util.Map;

/**
 * One operator of a graph.
 *
 * @param op operator name, such as {@code MatMul}
 * @param domain operator set; empty for standard ONNX
 * @param inputs names of values, weights or constants; an empty name leaves an optional input out
 * @param outputs names of the values that it makes
 * @param attributes its settings by name
 */
public record Node(
    String op,
    String domain,
    List<String> inputs,
    List<String> outputs,
    Map<String, Attribute> attributes) {
  public Node {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    attributes = Map.copyOf(attributes);
  }
}
