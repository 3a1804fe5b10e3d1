package org.nexusgen.engine.pytorch.script;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;

/** Writes the statements of a graph, one a line, in the language of TorchScript. */
final class GraphScript {
  /** Longer integer vectors are data, not sizes. */
  private static final int MAX_SIZES = 64;

  private static final String INDENT = "    ";

  private final TypedGraph typed;
  private final Map<String, ScriptValue> values = new HashMap<>();
  private final StringBuilder text = new StringBuilder();
  private int counter;

  /** Behind each line, so that PyTorch's message about it can be told in the graph's words. */
  private String comment = "";

  GraphScript(TypedGraph typed) {
    this.typed = typed;
  }

  /** Whether a constant is written into the script; others are bound like weights. */
  static boolean isInline(Tensor constant) {
    return switch (constant.dtype()) {
      case F32 -> constant.shape().elements() == 1;
      case I64 -> constant.shape().rank() <= 1 && constant.shape().elements() <= MAX_SIZES;
      default -> false;
    };
  }

  /** Binds an input, a weight or a constant to an expression. */
  void bind(String name, String expression) {
    put(name, let(expression), true);
  }

  /** Binds a constant that {@link #isInline}. */
  void inline(String name, Tensor constant) {
    if (constant.dtype() == DType.F32) {
      values.put(name, new ScriptValue.Literal(constant.floats()[0], type(name)));
    } else {
      List<String> items = Arrays.stream(constant.longs()).mapToObj(Long::toString).toList();
      putSizes(name, items, constant.shape().rank() == 0);
    }
  }

  /**
   * Writes the nodes.
   *
   * @param after called behind each node
   */
  void write(List<Node> nodes, BiConsumer<Node, GraphScript> after) {
    for (Node node : nodes) {
      NodeScript operator = new NodeScript(node, this);
      OperatorScript writer = Operators.all().get(node.op());
      if (writer == null || !node.domain().isEmpty()) {
        throw new NexusGenException(
            "graph '%s', layer '%s': engine pytorch does not know operator %s"
                .formatted(typed.graph().name(), origin(node), node.op()));
      }
      comment = " # " + describe(node);
      if (!SizeScripts.write(operator)) {
        writer.write(operator);
        after.accept(node, this);
      }
      comment = "";
    }
  }

  /** Adds a line. */
  void line(String statement) {
    text.append(INDENT).append(statement).append(comment).append('\n');
  }

  String text() {
    return text.toString();
  }

  String let(String expression) {
    String name = "v" + counter++;
    line(name + " = " + expression);
    return name;
  }

  void put(String name, String variable, boolean borrowed) {
    values.put(name, new ScriptValue.Array(variable, type(name), borrowed));
  }

  void putSizes(String name, List<String> items, boolean scalar) {
    values.put(name, new ScriptValue.Sizes(items, scalar));
  }

  ScriptValue value(String name) {
    ScriptValue value = values.get(name);
    if (value == null) {
      throw new NexusGenException("operand '" + name + "' is used before it is made");
    }
    return value;
  }

  ValueType type(String name) {
    return typed.type(name);
  }

  /** Operator and layer; without line breaks, whatever weights are called. */
  private String describe(Node node) {
    String layer = origin(node).replaceAll("\\s", " ");
    return "operator " + node.op() + (layer.isEmpty() ? "" : " of layer '" + layer + "'");
  }

  String origin(Node node) {
    return typed.origins().getOrDefault(node.outputs().get(0), "");
  }

  /** A value as tensor. */
  String array(String name) {
    return switch (value(name)) {
      case ScriptValue.Array array -> array.name();
      case ScriptValue.Literal number -> {
        String scalar = "torch.scalar_tensor(" + number.text() + ", dtype=6)";
        yield let(type(name).rank() == 0 ? scalar : scalar + ".view(" + ones(name) + ")");
      }
      case ScriptValue.Sizes sizes ->
          let(
              sizes.scalar()
                  ? "torch.scalar_tensor(" + sizes.items().get(0) + ", dtype=4)"
                  : "torch.tensor(" + NodeScript.ints(sizes.items()) + ", dtype=4)");
    };
  }

  private String ones(String name) {
    return NodeScript.list(Collections.nCopies(type(name).rank(), 1));
  }

  /** The graph's outputs, in memory of their own and without gaps. */
  List<String> outputs() {
    return typed.graph().outputs().stream().map(Graph.Argument::name).map(this::output).toList();
  }

  private String output(String name) {
    String array = array(name);
    return value(name) instanceof ScriptValue.Array a && a.borrowed()
        ? "torch.clone(" + array + ", memory_format=0)"
        : "torch.contiguous(" + array + ")";
  }
}
