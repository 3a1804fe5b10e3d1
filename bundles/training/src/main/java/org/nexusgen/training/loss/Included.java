package org.nexusgen.training.loss;

import java.util.Map;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Value;

/** A part's network inside a loss. */
public final class Included {
  private Included() {}

  /**
   * Writes a network into a graph.
   *
   * @param operands values for some of its inputs, by their names there
   * @param prefix of the names that its other inputs get here
   * @param name of the output that is wanted
   * @throws BadInputException if it has no such output
   */
  public static Value output(
      GraphBuilder b, Graph network, Map<String, Value> operands, String prefix, String name) {
    Map<String, Value> outputs = b.include(network, operands, prefix);
    Value value = outputs.get(name);
    if (value == null) {
      throw new BadInputException(
          "training: graph '%s' has outputs %s, its loss wants '%s'"
              .formatted(network.name(), outputs.keySet(), name));
    }
    return value;
  }
}
