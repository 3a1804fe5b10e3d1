package org.nexusgen.api.graph;

import java.util.Arrays;
import java.util.List;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;

/** Element type and axes of a value in a graph. */
public record ValueType(DType dtype, List<Dim> dims) {
  public ValueType {
    dims = List.copyOf(dims);
  }

  public static ValueType of(DType dtype, Dim... dims) {
    return new ValueType(dtype, List.of(dims));
  }

  public static ValueType of(DType dtype, Shape shape) {
    return new ValueType(dtype, Arrays.stream(shape.toArray()).mapToObj(Dim::of).toList());
  }

  public int rank() {
    return dims.size();
  }

  /** One axis; a negative axis counts from the end. */
  public Dim dim(int axis) {
    return dims.get(axis < 0 ? axis + dims.size() : axis);
  }

  /**
   * The sizes where all are fixed, as those of weights are.
   *
   * @throws IllegalStateException if there is a symbol
   */
  public Shape shape() {
    return Shape.of(
        dims.stream()
            .mapToLong(
                dim ->
                    switch (dim) {
                      case Dim.Fixed fixed -> fixed.size();
                      case Dim.Symbol symbol ->
                          throw new IllegalStateException(
                              "axis '%s' of %s is open".formatted(symbol.name(), this));
                    })
            .toArray());
  }

  @Override
  public String toString() {
    return dtype + " " + dims.toString().replace(" ", "");
  }
}
