package org.nexusgen.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.graph.Attribute;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Node;
import org.nexusgen.api.graph.Padding;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.graph.internal.Inference;
import org.nexusgen.graph.internal.Known;
import org.nexusgen.graph.internal.Operator;

/**
 * Writes a {@link Graph}: inputs, named weights, constants, operators, outputs. Every operator's
 * shapes are checked as it is added. Not thread-safe; good for one graph.
 */
public final class GraphBuilder {
  /** The operator set that graphs are written in. */
  public static final int OPSET = 23;

  private final String name;
  private final Map<String, Value> inputs = new LinkedHashMap<>();
  private final Map<String, Padding> paddings = new HashMap<>();
  private final Map<String, Value> weights = new LinkedHashMap<>();
  private final Map<String, Tensor> constants = new LinkedHashMap<>();
  private final Map<Tensor, Value> constantValues = new LinkedHashMap<>();
  private final Map<String, Value> outputs = new LinkedHashMap<>();
  private final List<Node> nodes = new ArrayList<>();
  private final Map<Object, List<Value>> shared = new HashMap<>();
  private final Sizes sizes = new Sizes(this);
  private int counter;

  public GraphBuilder(String name) {
    this.name = name;
  }

  /** What a run must give. Symbols may be polynomials: {@code Dim.of("4*tokens")}. */
  public Value input(String inputName, DType dtype, Dim... dims) {
    return input(inputName, new ValueType(dtype, List.of(dims)));
  }

  /** What a run must give. */
  public Value input(String inputName, ValueType type) {
    return input(inputName, type, new Padding.Exact());
  }

  /** What a run must give, and how it may grow. */
  public Value input(String inputName, ValueType type, Padding padding) {
    requireNewName(inputName);
    paddings.put(inputName, padding);
    Value value = new Value(this, inputName, inputName, Known.of(type));
    inputs.put(inputName, value);
    sizes.declare(value);
    return value;
  }

  /**
   * A float32 tensor of the checkpoint, bound by name when the graph is opened. Asking twice gives
   * the same value.
   */
  public Value weight(String weightName, long... shape) {
    return weight(weightName, ValueType.of(DType.F32, Shape.of(shape)));
  }

  /** A tensor of any type that is bound by name: engines have their own forms of weights. */
  public Value weight(String weightName, ValueType type) {
    Value known = weights.get(weightName);
    if (known != null) {
      if (!known.type().equals(type)) {
        throw new ShapeException(
            "weight '%s' is used with shapes %s and %s"
                .formatted(weightName, known.type().dims(), type.dims()));
      }
      return known;
    }
    requireNewName(weightName);
    int lastDot = weightName.lastIndexOf('.');
    String origin = lastDot < 0 ? weightName : weightName.substring(0, lastDot);
    Value value = new Value(this, weightName, origin, Known.of(type));
    weights.put(weightName, value);
    return value;
  }

  private void requireNewName(String newName) {
    if (newName.isEmpty() || inputs.containsKey(newName) || weights.containsKey(newName)) {
      throw new IllegalArgumentException("name '" + newName + "' is empty or already used");
    }
  }

  /** A small tensor that is part of the network. */
  public Value constant(Tensor tensor) {
    Optional<Value> same =
        constantValues.entrySet().stream()
            .filter(e -> equal(e.getKey(), tensor))
            .map(Map.Entry::getValue)
            .findFirst();
    return same.orElseGet(() -> newConstant(tensor));
  }

  private Value newConstant(Tensor tensor) {
    String constantName = "constant#" + constants.size();
    Value value = new Value(this, constantName, "", Known.of(tensor));
    constants.put(constantName, tensor);
    constantValues.put(tensor, value);
    return value;
  }

  private static boolean equal(Tensor a, Tensor b) {
    return a.dtype() == b.dtype() && a.shape().equals(b.shape()) && a.bytes().equals(b.bytes());
  }

  /** A float32 scalar. */
  public Value constant(double value) {
    return constant(Tensor.scalar((float) value));
  }

  /** An int64 vector. */
  public Value constants(long... values) {
    return constant(Tensor.of(values, values.length));
  }

  /** An int64 vector of sizes, read from the inputs' shapes at run time where they are symbols. */
  public Value sizes(Dim... dims) {
    return sizes.vector(Arrays.asList(dims));
  }

  /** An int64 scalar: one size. */
  public Value size(Dim dim) {
    return sizes.scalar(dim);
  }

  /** Names a value as an output of the graph. */
  public void output(String outputName, Value value) {
    requireOwn(value);
    if (inputs.containsKey(outputName) || weights.containsKey(outputName)) {
      throw new IllegalArgumentException(
          "output '" + outputName + "' has the name of an input or a weight");
    }
    if (outputs.putIfAbsent(outputName, value) != null) {
      throw new IllegalArgumentException("output '" + outputName + "' is given twice");
    }
  }

  /** Adds an operator with one output. */
  public Value node(String op, Map<String, Attribute> attributes, Value... operands) {
    return nodes(op, attributes, 1, operands).get(0);
  }

  /**
   * Adds any operator that the graph module knows; {@link #none} leaves an optional input out.
   *
   * @return its outputs
   * @throws ShapeException if it cannot take these operands
   */
  public List<Value> nodes(
      String op, Map<String, Attribute> attributes, int outputCount, Value... operands) {
    List<String> names = new ArrayList<>();
    List<Optional<Known>> known = new ArrayList<>();
    for (Value operand : operands) {
      requireOwn(operand);
      names.add(operand.name());
      known.add(operand.name().isEmpty() ? Optional.empty() : Optional.of(operand.known()));
    }
    String origin = origin(operands);
    return append(
        "",
        op,
        attributes,
        names,
        origin,
        Inference.infer(new Operator(op, origin, attributes, known, outputCount)));
  }

  /**
   * Adds an operator of an engine's own set.
   *
   * @param domain the set's name
   * @param type of its output
   */
  public Value foreign(
      String domain,
      String op,
      Map<String, Attribute> attributes,
      ValueType type,
      Value... operands) {
    List<String> names = Arrays.stream(operands).map(Value::name).toList();
    return append(domain, op, attributes, names, origin(operands), List.of(Known.of(type))).get(0);
  }

  private List<Value> append(
      String domain,
      String op,
      Map<String, Attribute> attributes,
      List<String> operandNames,
      String origin,
      List<Known> results) {
    List<String> outputNames = new ArrayList<>();
    List<Value> values = new ArrayList<>();
    for (Known result : results) {
      Value value = new Value(this, op + "#" + counter++, origin, result);
      outputNames.add(value.name());
      values.add(value);
    }
    nodes.add(new Node(op, domain, operandNames, outputNames, attributes));
    return values;
  }

  /**
   * Writes another graph into this one. Equal weight names are the same weight, and equal symbols
   * the same size.
   *
   * @param graph of standard operators
   * @param operands values for some of its inputs, by their names there
   * @param prefix of the names that its other inputs get here
   * @return its outputs, by their names there
   * @throws ShapeException if an operand does not fit
   */
  public Map<String, Value> include(Graph graph, Map<String, Value> operands, String prefix) {
    return new Inclusion(this, operands, prefix).of(graph);
  }

  /** Stands for an optional input that is left out. */
  public Value none() {
    return new Value(this, "", "", Known.of(ValueType.of(DType.F32)));
  }

  /** The outputs of an operator that was added before with equal arguments, or a new one. */
  List<Value> shared(
      String op, Map<String, Attribute> attributes, int outputCount, Value... operands) {
    List<String> names = Arrays.stream(operands).map(Value::name).toList();
    Object key = List.of(op, attributes, outputCount, names);
    List<Value> known = shared.get(key);
    if (known == null) {
      known = nodes(op, attributes, outputCount, operands);
      shared.put(key, known);
    }
    return known;
  }

  // A weight names the layer best; otherwise the layer is the one of the first operand.
  private String origin(Value... operands) {
    for (Value operand : operands) {
      if (weights.containsKey(operand.name())) {
        return operand.origin();
      }
    }
    return Arrays.stream(operands)
        .map(Value::origin)
        .filter(text -> !text.isEmpty())
        .findFirst()
        .orElse("");
  }

  private void requireOwn(Value value) {
    if (value.builder() != this) {
      throw new IllegalArgumentException(value + " belongs to another graph than '" + name + "'");
    }
  }

  /** The graph, without operators, weights and constants that no output needs. */
  public Graph build() {
    if (outputs.isEmpty()) {
      throw new IllegalStateException("graph '" + name + "' has no output");
    }
    return new GraphAssembly(name, inputs, paddings, weights, constants, outputs, nodes).assemble();
  }
}
