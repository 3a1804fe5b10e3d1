package org.nexusgen.parity.published;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.WeightEntry;
import org.nexusgen.api.weights.WeightStore;

/**
 * Weights under the shapes that a graph has for them.
 *
 * @param shapes of the same number of elements
 */
record KernelStore(WeightStore stored, Map<String, Shape> shapes) implements WeightStore {
  static KernelStore of(WeightStore stored, Graph graph) {
    return new KernelStore(
        stored,
        graph.weights().stream()
            .collect(Collectors.toMap(Graph.Argument::name, weight -> weight.type().shape())));
  }

  @Override
  public Set<String> names() {
    return shapes.keySet();
  }

  @Override
  public WeightEntry entry(String name) {
    Shape shape = shape(name);
    return switch (stored.entry(name)) {
      case WeightEntry.InFile in ->
          new WeightEntry.InFile(name, in.dtype(), shape, in.file(), in.offset(), in.length());
      case WeightEntry.InMemory memory ->
          new WeightEntry.InMemory(name, memory.tensor().reshape(shape.toArray()));
    };
  }

  @Override
  public Tensor read(String name) {
    return stored.read(name).reshape(shape(name).toArray());
  }

  private Shape shape(String name) {
    Shape shape = shapes.get(name);
    if (shape == null) {
      throw new IllegalArgumentException("the graph has no weight '" + name + "'");
    }
    return shape;
  }

  @Override
  public String where() {
    return stored.where();
  }
}
