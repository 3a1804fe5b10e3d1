package org.nexusgen.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.graph.internal.Polynomial;

/** The sizes that a graph leaves open: the symbols in the shapes of its inputs. */
public record OpenSizes(Graph graph) {
  /** Their names; empty if all shapes are numbers. */
  public SortedSet<String> symbols() {
    SortedSet<String> symbols = new TreeSet<>();
    for (Graph.Argument input : graph.inputs()) {
      input.type().dims().forEach(dim -> symbols.addAll(Polynomial.of(dim).symbols()));
    }
    return symbols;
  }

  /**
   * Reads the open sizes from the shapes that a run's inputs have: from {@code past+rows} = 90 and
   * {@code rows} = 81 follows {@code past} = 9.
   *
   * @param shapes by input
   * @throws ShapeException if an input is missing, has another shape than the graph wants, or the
   *     shapes do not tell a size
   */
  public SortedMap<String, Long> read(Map<String, Shape> shapes) {
    SortedMap<String, Long> sizes = new TreeMap<>();
    List<Equation> open = equations(shapes);
    int before;
    do {
      before = open.size();
      open.removeIf(equation -> equation.solve(graph, sizes));
    } while (!open.isEmpty() && open.size() < before);
    if (!open.isEmpty()) {
      throw new ShapeException(
          "graph '%s': the shapes of the inputs leave %s open, known is %s"
              .formatted(graph.name(), open.getFirst().dim(), sizes));
    }
    return sizes;
  }

  private List<Equation> equations(Map<String, Shape> shapes) {
    List<Equation> equations = new ArrayList<>();
    for (Graph.Argument input : graph.inputs()) {
      Shape shape = shapes.get(input.name());
      if (shape == null || shape.rank() != input.type().rank()) {
        throw new ShapeException(
            "graph '%s', input '%s': got shape %s, wants %s"
                .formatted(graph.name(), input.name(), shape, input.type().dims()));
      }
      for (int axis = 0; axis < shape.rank(); axis++) {
        equations.add(new Equation(input.name(), axis, input.type().dim(axis), shape.dim(axis)));
      }
    }
    return equations;
  }

  /**
   * A type with numbers for its symbols.
   *
   * @throws ShapeException if a symbol has no number
   */
  static ValueType with(Map<String, Long> sizes, String graph, Graph.Argument argument) {
    List<Dim> dims =
        argument.type().dims().stream()
            .map(
                dim -> {
                  Dim known = Polynomial.of(dim).with(sizes).toDim();
                  if (known instanceof Dim.Symbol) {
                    throw new ShapeException(
                        "graph '%s', input '%s': size %s is open, got sizes %s; give a number for"
                                .formatted(graph, argument.name(), dim, new TreeMap<>(sizes))
                            + " each symbol");
                  }
                  return known;
                })
            .toList();
    return new ValueType(argument.type().dtype(), dims);
  }

  /** An axis whose size is known. */
  private record Equation(String input, int axis, Dim dim, long size) {
    /** Adds the last open symbol to the known sizes. False if there are two or more. */
    boolean solve(Graph graph, Map<String, Long> sizes) {
      Polynomial rest = Polynomial.of(dim).with(sizes).plus(Polynomial.of(-size));
      SortedSet<String> symbols = rest.symbols();
      if (symbols.size() > 1) {
        return false;
      }
      if (symbols.isEmpty()) {
        require(rest.constant().orElse(-1L) == 0, graph, sizes);
        return true;
      }
      String symbol = symbols.first();
      Long factor = rest.terms().get(symbol);
      if (factor == null || rest.terms().size() > 2) {
        return false; // a square
      }
      long constant = -rest.terms().getOrDefault("", 0L);
      require(constant % factor == 0 && constant / factor >= 0, graph, sizes);
      sizes.put(symbol, constant / factor);
      return true;
    }

    private void require(boolean fits, Graph graph, Map<String, Long> sizes) {
      if (!fits) {
        throw new ShapeException(
            "graph '%s', input '%s', axis %d: got size %d, wants %s with %s"
                .formatted(graph.name(), input, axis, size, dim, sizes));
      }
    }
  }
}
