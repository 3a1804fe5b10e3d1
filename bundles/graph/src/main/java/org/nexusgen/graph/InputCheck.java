package org.nexusgen.graph;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.Operand;

/**
 * Compares what a run is given with what the graph wants, so that an engine's messages come before
 * native code.
 */
public record InputCheck(Graph graph) {
  /**
   * @throws NexusGenException if an input is missing, unknown, or of another type or shape
   */
  public void check(Map<String, ? extends Operand> given) {
    Map<String, Long> symbols = new HashMap<>();
    for (Graph.Argument input : graph.inputs()) {
      Operand operand = given.get(input.name());
      if (operand == null) {
        throw fail(input.name(), "nothing", input.type().toString());
      }
      check(input, operand, symbols);
    }
    if (given.size() > graph.inputs().size()) {
      throw new NexusGenException(
          "graph '%s': got inputs %s, wants %s"
              .formatted(
                  graph.name(),
                  given.keySet(),
                  graph.inputs().stream()
                      .map(Graph.Argument::name)
                      .collect(Collectors.joining(", "))));
    }
  }

  private void check(Graph.Argument input, Operand operand, Map<String, Long> symbols) {
    ValueType type = input.type();
    boolean fits = operand.dtype() == type.dtype() && operand.shape().rank() == type.rank();
    for (int axis = 0; fits && axis < type.rank(); axis++) {
      long size = operand.shape().dim(axis);
      fits =
          switch (type.dim(axis)) {
            case Dim.Fixed fixed -> fixed.size() == size;
            case Dim.Symbol symbol -> {
              Long bound = symbols.putIfAbsent(symbol.name(), size);
              yield bound == null || bound == size;
            }
          };
    }
    if (!fits) {
      String wanted = symbols.isEmpty() ? type.toString() : type + " with " + symbols;
      throw fail(input.name(), operand.dtype() + " " + operand.shape(), wanted);
    }
  }

  private NexusGenException fail(String name, String got, String wanted) {
    return new NexusGenException(
        "graph '%s', input '%s': got %s, wants %s".formatted(graph.name(), name, got, wanted));
  }
}
