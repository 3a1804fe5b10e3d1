package org.nexusgen.engine.tensorrt.session;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Padding;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.Operand;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.engine.tensorrt.protocol.Axis;
import org.nexusgen.engine.tensorrt.protocol.Fitting;
import org.nexusgen.graph.Dims;

/**
 * Which sizes of a graph may grow, and how its inputs and outputs lie in grown ones.
 *
 * @param graph as its author wrote it
 * @param free symbols that may grow
 */
record Growth(Graph graph, SortedSet<String> free) {
  static Growth of(Graph graph) {
    SortedSet<String> free = new TreeSet<>();
    graph.inputs().forEach(input -> free.addAll(symbols(input.type())));
    for (Graph.Argument input : graph.inputs()) {
      if (input.padding() instanceof Padding.Exact) {
        free.removeAll(symbols(input.type()));
      }
    }
    // An axis that is no plain sum cannot be taken apart.
    Stream.concat(graph.inputs().stream(), graph.outputs().stream())
        .flatMap(argument -> argument.type().dims().stream())
        .filter(dim -> Dims.summands(dim).isEmpty())
        .forEach(dim -> free.removeAll(Dims.symbols(dim)));
    return new Growth(graph, free);
  }

  private static SortedSet<String> symbols(ValueType type) {
    SortedSet<String> symbols = new TreeSet<>();
    type.dims().forEach(dim -> symbols.addAll(Dims.symbols(dim)));
    return symbols;
  }

  Graph.Argument input(String name) {
    return graph.inputs().stream()
        .filter(input -> input.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no input '" + name + "'"));
  }

  /** The sizes of the plan for a run's sizes. */
  SortedMap<String, Long> planned(Map<String, Long> real, Buckets buckets) {
    SortedMap<String, Long> planned = new TreeMap<>(real);
    free.forEach(
        symbol ->
            planned.computeIfPresent(
                symbol, (s, size) -> buckets.choose(graph.name(), symbol, size)));
    return planned;
  }

  /**
   * The sizes of the plan for a run's sizes where only nothing must grow: TensorRT gets a place.
   */
  SortedMap<String, Long> withoutNothing(Map<String, Long> real) {
    SortedMap<String, Long> planned = new TreeMap<>(real);
    free.forEach(symbol -> planned.computeIfPresent(symbol, (s, size) -> Math.max(1, size)));
    return planned;
  }

  /** The shape of a value where all sizes are known. */
  static Shape shape(Graph.Argument argument, Map<String, Long> sizes) {
    return Shape.of(
        argument.type().dims().stream().mapToLong(dim -> Dims.value(dim, sizes)).toArray());
  }

  /** The value of an input in the plan, but for its places there. */
  static Operand value(
      Graph.Argument input, Operand value, Map<String, Long> real, Map<String, Long> planned) {
    return value instanceof Tensor tensor
            && input.padding() instanceof Padding.Places places
            && !real.equals(planned)
        ? PlacesInGrown.of(tensor, places, real, planned)
        : value;
  }

  /**
   * How a value of the graph lies in the plan.
   *
   * @param shape that the plan has for it: of an axis that cannot grow, this is the size
   */
  Fitting fitting(
      Graph.Argument argument, Shape shape, Map<String, Long> real, Map<String, Long> planned) {
    List<Axis> axes = new ArrayList<>();
    for (int i = 0; i < shape.rank(); i++) {
      Dim dim = argument.type().dim(i);
      axes.add(
          Collections.disjoint(Dims.symbols(dim), free)
              ? Axis.exact(shape.size(i))
              : axis(dim, real, planned));
    }
    return argument.padding() instanceof Padding.Mask mask
        ? new Fitting(axes, mask.hidden(), mask.seen())
        : new Fitting(axes, 0, 0);
  }

  private static Axis axis(Dim dim, Map<String, Long> real, Map<String, Long> planned) {
    List<Axis.Part> parts = new ArrayList<>();
    for (Dim summand : Dims.summands(dim)) {
      parts.add(
          new Axis.Part(
              Math.toIntExact(Dims.value(summand, real)),
              Math.toIntExact(Dims.value(summand, planned))));
    }
    return new Axis(parts);
  }
}
