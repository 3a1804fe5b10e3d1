package org.nexusgen.engine.pytorch.script;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Tensor;

/**
 * What a script wants in its list of tensors, in order.
 *
 * @param names of weights and constants first, then of inputs
 * @param constants those of them that are constants
 * @param inputs how many of the names are inputs
 */
public record Bindings(List<String> names, Map<String, Tensor> constants, int inputs) {
  public Bindings {
    names = List.copyOf(names);
    constants = Map.copyOf(constants);
  }

  /** Weights, then constants too long for the text, then inputs. */
  static Bindings of(Graph graph, List<String> weights) {
    List<String> names = new ArrayList<>(weights);
    Map<String, Tensor> constants = new TreeMap<>(graph.constants());
    constants.values().removeIf(GraphScript::isInline);
    names.addAll(constants.keySet());
    graph.inputs().forEach(input -> names.add(input.name()));
    return new Bindings(names, constants, graph.inputs().size());
  }

  /** A constant by its name. */
  public Tensor constant(String name) {
    return Objects.requireNonNull(constants.get(name), name);
  }

  /** Names of weights and constants. */
  public List<String> lasting() {
    return names.subList(0, names.size() - inputs);
  }
}
