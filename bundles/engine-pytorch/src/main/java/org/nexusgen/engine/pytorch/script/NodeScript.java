package org.nexusgen.engine.pytorch.script;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.graph.Attribute;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;

/** One operator on its way into a script: what its writer reads and calls. */
final class NodeScript {
  private final Node node;
  private final GraphScript script;

  NodeScript(Node node, GraphScript script) {
    this.node = node;
    this.script = script;
  }

  String op() {
    return node.op();
  }

  int inputs() {
    return node.inputs().size();
  }

  int outputs() {
    return node.outputs().size();
  }

  boolean has(int input) {
    return input < node.inputs().size() && !node.inputs().get(input).isEmpty();
  }

  /** A tensor input. */
  String array(int input) {
    return script.array(node.inputs().get(input));
  }

  ValueType type(int input) {
    return script.type(node.inputs().get(input));
  }

  int rank(int input) {
    return type(input).rank();
  }

  ValueType result(int output) {
    return script.type(node.outputs().get(output));
  }

  /** The spelling of an input that is one number and does not give the result more axes. */
  Optional<String> scalar(int input, int other) {
    if (type(input).rank() > rank(other)) {
      return Optional.empty();
    }
    return switch (script.value(node.inputs().get(input))) {
      case ScriptValue.Literal number -> Optional.of(number.text());
      case ScriptValue.Sizes sizes ->
          Optional.of(sizes.items()).filter(items -> items.size() == 1).map(items -> items.get(0));
      case ScriptValue.Array array -> Optional.empty();
    };
  }

  /** An input's numbers, if they are computed without tensors. */
  Optional<List<String>> sizes(int input) {
    return script.value(node.inputs().get(input)) instanceof ScriptValue.Sizes sizes
        ? Optional.of(sizes.items())
        : Optional.empty();
  }

  /** Numbers of an input of known length, taken out of their tensor if need be. */
  List<String> numbers(int input) {
    return sizes(input)
        .orElseGet(
            () -> {
              ValueType type = type(input);
              if (type.rank() == 0) {
                return List.of("int(" + array(input) + ")");
              }
              if (!(type.dim(0) instanceof Dim.Fixed length)) {
                throw fail("input " + input + " has no known length");
              }
              return IntStream.range(0, (int) length.size())
                  .mapToObj(i -> "int(torch.select(" + array(input) + ", 0, " + i + "))")
                  .toList();
            });
  }

  /** Constant whole numbers of an input. */
  List<Long> longs(int input) {
    try {
      return sizes(input).orElseThrow(() -> fail("input " + input + " must be constant")).stream()
          .map(Long::parseLong)
          .toList();
    } catch (NumberFormatException e) {
      throw fail("input " + input + " must be constant");
    }
  }

  long integer(String name, long otherwise) {
    return node.attributes().get(name) instanceof Attribute.IntValue v ? v.value() : otherwise;
  }

  double number(String name, double otherwise) {
    return node.attributes().get(name) instanceof Attribute.FloatValue v ? v.value() : otherwise;
  }

  String text(String name, String otherwise) {
    return node.attributes().get(name) instanceof Attribute.StringValue v ? v.value() : otherwise;
  }

  Optional<List<Long>> integers(String name) {
    return node.attributes().get(name) instanceof Attribute.IntList v
        ? Optional.of(v.values())
        : Optional.empty();
  }

  /** The axes of an attribute or an input; empty if all are meant. */
  List<Long> axes(int input) {
    return has(input) ? longs(input) : integers("axes").orElse(List.of());
  }

  /** A call into PyTorch's operators. */
  static String call(String function, Object... arguments) {
    StringBuilder text = new StringBuilder("torch.").append(function).append('(');
    for (int i = 0; i < arguments.length; i++) {
      text.append(i == 0 ? "" : ", ").append(arguments[i]);
    }
    return text.append(')').toString();
  }

  static String list(List<?> items) {
    return items.stream().map(Object::toString).collect(Collectors.joining(", ", "[", "]"));
  }

  /** A list of whole numbers, which may be empty. */
  static String ints(List<?> items) {
    return items.isEmpty() ? "annotate(List[int], [])" : list(items);
  }

  static String python(boolean value) {
    return value ? "True" : "False";
  }

  static int code(DType dtype) {
    return ScriptTypes.code(dtype);
  }

  /** A new variable with the value of an expression. */
  String let(String expression) {
    return script.let(expression);
  }

  /** The first output. */
  void put(String expression) {
    put(0, expression);
  }

  void put(int output, String expression) {
    script.put(node.outputs().get(output), script.let(expression), false);
  }

  /** An output that may be a view of its first input. */
  void view(int output, String expression) {
    boolean borrowed =
        script.value(node.inputs().get(0)) instanceof ScriptValue.Array array && array.borrowed();
    script.put(node.outputs().get(output), script.let(expression), borrowed);
  }

  void view(String expression) {
    view(0, expression);
  }

  /** The first output, computed without tensors. */
  void putSizes(List<String> items) {
    script.putSizes(node.outputs().get(0), items, result(0).rank() == 0);
  }

  NexusGenException fail(String what) {
    return new NexusGenException(
        "engine pytorch cannot run operator %s of layer '%s': %s"
            .formatted(node.op(), script.origin(node), what));
  }
}
