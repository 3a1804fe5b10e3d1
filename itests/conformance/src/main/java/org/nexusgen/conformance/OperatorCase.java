package org.nexusgen.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Value;

/**
 * A small network, inputs for it, and what must come out.
 *
 * @param name of the operator and its shapes
 * @param graph with outputs {@code 0}, {@code 1}, …
 * @param inputs named {@code 0}, {@code 1}, …
 * @param expected the outputs in order
 */
public record OperatorCase(String name, Graph graph, List<Numbers> inputs, List<Numbers> expected) {

  /** The network under test: values of the inputs to values of the outputs. */
  interface Network extends Function<List<Value>, List<Value>> {}

  /** All sizes are part of the graph. */
  static OperatorCase fixed(
      String name, List<Numbers> inputs, Network network, List<Numbers> expected) {
    return of(name + ", fixed sizes", inputs, network, expected, new int[0][]);
  }

  /**
   * Some sizes are symbols.
   *
   * @param symbolic for each input the axes that are; an axis of equal size is the same symbol
   */
  static OperatorCase symbolic(
      String name,
      List<Numbers> inputs,
      Network network,
      List<Numbers> expected,
      int[]... symbolic) {
    return of(name + ", symbolic sizes", inputs, network, expected, symbolic);
  }

  private static OperatorCase of(
      String name,
      List<Numbers> inputs,
      Network network,
      List<Numbers> expected,
      int[][] symbolic) {
    GraphBuilder b = new GraphBuilder(name);
    Map<String, Value> values = new LinkedHashMap<>();
    for (int i = 0; i < inputs.size(); i++) {
      Numbers input = inputs.get(i);
      Dim[] dims = Arrays.stream(input.shape()).mapToObj(Dim::of).toArray(Dim[]::new);
      for (int axis : i < symbolic.length ? symbolic[i] : new int[0]) {
        dims[axis] = Dim.of("n" + input.dim(axis));
      }
      String inputName = Integer.toString(i);
      values.put(inputName, b.input(inputName, input.dtype(), dims));
    }
    List<Value> outputs = network.apply(List.copyOf(values.values()));
    for (int i = 0; i < outputs.size(); i++) {
      b.output("y" + i, outputs.get(i));
    }
    return new OperatorCase(name, b.build(), inputs, expected);
  }

  /** Compares the shape that was inferred when the graph was built with the one that came out. */
  void requireInferred(int output) {
    ValueType inferred = graph.outputs().get(output).type();
    Numbers wanted = expected.get(output);
    assertThat(inferred.dtype()).as("inferred type").isEqualTo(wanted.dtype());
    assertThat(inferred.rank()).as("inferred rank").isEqualTo(wanted.rank());
    for (int axis = 0; axis < wanted.rank(); axis++) {
      Dim size = inferred.dim(axis);
      if (!size.toString().contains("floor")) { // a quotient of symbols is a name of its own
        assertThat(size(size)).as("inferred shape " + inferred).isEqualTo(wanted.dim(axis));
      }
    }
  }

  // A symbol of size 7 is called n7, so that a sum of products of symbols can be computed.
  static long size(Dim dim) {
    return switch (dim) {
      case Dim.Fixed fixed -> fixed.size();
      case Dim.Symbol symbol ->
          Arrays.stream(symbol.name().split("\\+", -1))
              .mapToLong(
                  term ->
                      Arrays.stream(term.split("\\*", -1))
                          .mapToLong(factor -> Long.parseLong(factor.replace("n", "")))
                          .reduce(1, Math::multiplyExact))
              .sum();
    };
  }

  @Override
  public String toString() {
    return name;
  }
}
