package org.nexusgen.engine.pytorch.script;

import java.util.ArrayList;
import java.util.List;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;

/** Whole programs for one graph. */
public final class Scripts {
  private final TypedGraph typed;
  private final List<Node> nodes;

  private Scripts(TypedGraph typed) {
    this.typed = typed;
    this.nodes = Fusion.nodes(typed);
  }

  public static Scripts of(Graph graph) {
    return new Scripts(TypedGraph.of(graph));
  }

  /** What {@link #forward()} wants. */
  public Bindings bindings() {
    return Bindings.of(
        typed.graph(), typed.graph().weights().stream().map(Graph.Argument::name).toList());
  }

  /** From tensors to outputs. */
  public String forward() {
    GraphScript script = begun(bindings(), 0);
    script.write(nodes, (node, s) -> {});
    return method(script, script.outputs());
  }

  /** What the scripts of training want behind their own tensors. */
  public Bindings bindings(FlatWeights flat) {
    List<String> own = flat.pieces().stream().map(FlatWeights.Piece::name).toList();
    return Bindings.of(
        typed.graph(),
        typed.graph().weights().stream()
            .map(Graph.Argument::name)
            .filter(name -> !own.contains(name))
            .toList());
  }

  /** From a vector of weights and tensors to outputs. */
  public String evaluate(FlatWeights flat) {
    GraphScript script = begun(bindings(flat), 1);
    flat.bind(script, "t[0]");
    script.write(nodes, (node, s) -> {});
    return method(script, script.outputs());
  }

  /**
   * From the loss's factor, a vector of weights, the vector of their gradients, and tensors to
   * outputs; the gradient is added to.
   */
  public String accumulate(FlatWeights flat, String loss) {
    GraphScript script = begun(bindings(flat), 3);
    String weights = script.let("t[1]");
    flat.bind(script, weights);
    script.write(nodes, (node, s) -> {});
    String total =
        "torch.mul(torch.reshape(" + script.array(loss) + ", annotate(List[int], [])), t[0])";
    List<String> outputs = new ArrayList<>();
    for (String output : script.outputs()) {
      outputs.add(script.let("torch.detach(" + output + ")"));
    }
    if (!flat.pieces().isEmpty()) {
      addGradient(script, total, weights);
    }
    return method(script, outputs);
  }

  private static String method(GraphScript script, List<String> results) {
    script.line("return [" + String.join(", ", results) + "]");
    return LinearForm.best().text()
        + "  def forward(self: __torch__.M, t: List[Tensor]) -> List[Tensor]:\n"
        + script.text();
  }

  private static void addGradient(GraphScript script, String total, String weights) {
    String gradients =
        script.let(
            "torch.autograd.grad([" + total + "], [" + weights + "], None, None, False, True)");
    String gradient = script.let("unchecked_cast(Tensor, " + gradients + "[0])");
    script.line("torch.add_(t[2], " + gradient + ")");
  }

  /** What {@link #firstNonFinite} numbers, in order. */
  public List<String> checkpoints() {
    return new FiniteCheck(typed).names(nodes);
  }

  /**
   * Like {@link #evaluate}, but the only output is the number of the first checkpoint whose value
   * is not finite, or -1.
   */
  public String firstNonFinite(FlatWeights flat) {
    FiniteCheck check = new FiniteCheck(typed);
    GraphScript script = begun(bindings(flat), 1);
    flat.bind(script, "t[0]");
    check.write(script, nodes);
    return method(script, List.of("torch.scalar_tensor(-1, dtype=4)"));
  }

  private GraphScript begun(Bindings bindings, int first) {
    GraphScript script = new GraphScript(typed);
    typed
        .graph()
        .constants()
        .forEach(
            (name, tensor) -> {
              if (GraphScript.isInline(tensor)) {
                script.inline(name, tensor);
              }
            });
    for (int i = 0; i < bindings.names().size(); i++) {
      script.bind(bindings.names().get(i), "t[" + (first + i) + "]");
    }
    return script;
  }
}
