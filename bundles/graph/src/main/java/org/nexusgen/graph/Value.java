package org.nexusgen.graph;

import java.util.List;
import java.util.Optional;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.graph.internal.Known;
import org.nexusgen.graph.internal.Polynomial;

/** A handle on one value of a graph under construction. Immutable; equal only to itself. */
public final class Value {
  private final GraphBuilder builder;
  private final String name;
  private final String origin;
  private final Known known;

  Value(GraphBuilder builder, String name, String origin, Known known) {
    this.builder = builder;
    this.name = name;
    this.origin = origin;
    this.known = known;
  }

  /** The graph that it is part of. */
  public GraphBuilder builder() {
    return builder;
  }

  /** The name inside the graph. */
  public String name() {
    return name;
  }

  /** The layer that made it, as far as weight names tell: for messages. */
  String origin() {
    return origin;
  }

  Known known() {
    return known;
  }

  /** The numbers in a small integer vector or scalar, where the builder can follow them. */
  Optional<List<Polynomial>> contents() {
    return known.contents();
  }

  /**
   * The numbers of a small integer constant.
   *
   * @throws ShapeException if they are not known when the graph is built
   */
  public long[] constantIntegers() {
    return contents().orElseThrow(() -> new ShapeException(this + " is no constant")).stream()
        .mapToLong(
            p -> p.constant().orElseThrow(() -> new ShapeException(this + " is no constant")))
        .toArray();
  }

  public ValueType type() {
    return known.type();
  }

  public DType dtype() {
    return known.type().dtype();
  }

  public int rank() {
    return known.type().rank();
  }

  /** Size of one axis; a negative axis counts from the end. */
  public Dim dim(int axis) {
    return known.type().dim(axis);
  }

  /**
   * Size of one axis that must be known now.
   *
   * @throws ShapeException if it is a symbol
   */
  public long size(int axis) {
    if (dim(axis) instanceof Dim.Fixed fixed) {
      return fixed.size();
    }
    throw new ShapeException(
        "axis %d of %s is %s: wants a size that is known when the graph is built"
            .formatted(axis, this, dim(axis)));
  }

  @Override
  public String toString() {
    return name + " " + known.type();
  }
}
