package org.nexusgen.engine.pytorch.script;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;

/**
 * Where values are looked at for NaN and infinity: inputs, weights, and every operator that depends
 * on weights. Others make masks, in which infinity is meant.
 */
final class FiniteCheck {
  private final TypedGraph typed;
  private final List<String> inputs;
  private final List<String> weights;

  FiniteCheck(TypedGraph typed) {
    this.typed = typed;
    this.inputs =
        typed.graph().inputs().stream().filter(this::isReal).map(Graph.Argument::name).toList();
    this.weights = typed.graph().weights().stream().map(Graph.Argument::name).toList();
  }

  private boolean isReal(Graph.Argument argument) {
    return argument.type().dtype().isFloat();
  }

  /** What is looked at, in words, in order. */
  List<String> names(List<Node> nodes) {
    List<String> names = new ArrayList<>();
    inputs.forEach(name -> names.add("input '" + name + "'"));
    weights.forEach(name -> names.add("weight '" + name + "'"));
    for (Node node : checked(nodes)) {
      String layer = typed.origins().getOrDefault(node.outputs().get(0), "");
      names.add(
          "operator %s of layer '%s' (%s)"
              .formatted(node.op(), layer.isEmpty() ? "(input)" : layer, node.outputs().get(0)));
    }
    return names;
  }

  void write(GraphScript script, List<Node> nodes) {
    int[] number = {0};
    for (String input : inputs) {
      look(script, "torch.logical_not(torch.isnan(" + script.array(input) + "))", number[0]++);
    }
    for (String weight : weights) {
      look(script, "torch.isfinite(" + script.array(weight) + ")", number[0]++);
    }
    Set<Node> checked = new HashSet<>(checked(nodes));
    script.write(
        nodes,
        (node, s) -> {
          if (checked.contains(node)) {
            look(s, "torch.isfinite(" + s.array(node.outputs().get(0)) + ")", number[0]++);
          }
        });
  }

  private static void look(GraphScript script, String isGood, int number) {
    script.line("if not bool(torch.all(" + isGood + ")):");
    script.line("  return [torch.scalar_tensor(" + number + ", dtype=4)]");
  }

  private List<Node> checked(List<Node> nodes) {
    Set<String> learned = new HashSet<>(weights);
    List<Node> checked = new ArrayList<>();
    for (Node node : nodes) {
      if (node.inputs().stream().anyMatch(learned::contains)) {
        learned.addAll(node.outputs());
        boolean isReal = typed.type(node.outputs().get(0)).dtype().isFloat();
        if (isReal && !hides(node)) {
          checked.add(node);
        }
      }
    }
    return checked;
  }

  /** Whether it puts infinity in on purpose, for a softmax behind it. */
  private boolean hides(Node node) {
    return node.op().equals("Where")
        && node.inputs().stream()
            .map(typed.graph().constants()::get)
            .anyMatch(
                c ->
                    c != null
                        && c.shape().elements() == 1
                        && c.dtype().isFloat()
                        && Float.isInfinite(c.floats()[0]));
  }
}
