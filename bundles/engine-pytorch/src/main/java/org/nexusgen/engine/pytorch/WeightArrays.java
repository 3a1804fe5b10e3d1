package org.nexusgen.engine.pytorch;

import java.util.List;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.WeightStore;

/** Weights in the form that scripts want. */
final class WeightArrays {
  private WeightArrays() {}

  /** A weight of a store, as float32. */
  static Tensor read(WeightStore store, Graph.Argument weight) {
    Tensor tensor = store.read(weight.name());
    check(weight, tensor, store.where());
    return tensor.dtype() == DType.F32
        ? tensor
        : Tensor.of(tensor.floats(), tensor.shape().toArray());
  }

  /** The shape that the graph wants; sizes of weights are never symbols. */
  static Shape shape(Graph.Argument weight) {
    return Shape.of(
        weight.type().dims().stream().mapToLong(dim -> ((Dim.Fixed) dim).size()).toArray());
  }

  /** Refuses a weight of another shape. */
  static void check(Graph.Argument weight, Tensor tensor, String where) {
    List<?> wanted = weight.type().dims();
    if (!ValueType.of(tensor.dtype(), tensor.shape()).dims().equals(wanted)) {
      throw new BadInputException(
          "tensor '%s' in %s has shape %s, the graph wants %s"
              .formatted(weight.name(), where, tensor.shape(), wanted.toString().replace(" ", "")));
    }
  }
}
