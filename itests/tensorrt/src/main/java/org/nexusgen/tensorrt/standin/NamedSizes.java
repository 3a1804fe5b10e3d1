package org.nexusgen.tensorrt.standin;

import ai.onnxruntime.TensorInfo;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.graph.Padding;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.graph.Dims;
import org.nexusgen.graph.OpenSizes;
import org.nexusgen.graph.ShapeException;

/** The sizes of a model's outputs from those of its inputs, by the names that its file has. */
final class NamedSizes {
  private final List<Graph.Argument> inputs = new ArrayList<>();
  private final Map<String, List<Dim>> outputs = new HashMap<>();

  void add(String name, boolean input, TensorInfo info) {
    List<Dim> dims = new ArrayList<>();
    for (int axis = 0; axis < info.getShape().length; axis++) {
      long size = info.getShape()[axis];
      dims.add(size < 0 ? Dim.of(info.getDimensionNames()[axis]) : Dim.of(size));
    }
    if (input) {
      inputs.add(new Graph.Argument(name, new ValueType(DType.F32, dims), new Padding.Exact()));
    } else {
      outputs.put(name, dims);
    }
  }

  /** Empty if their names do not tell. */
  Optional<Map<String, Shape>> outputs(Map<String, Shape> given) {
    try {
      Graph border = new Graph("", 0, inputs, List.of(), List.of(), Map.of(), List.of());
      Map<String, Long> sizes = new OpenSizes(border).read(given);
      Map<String, Shape> shapes = new HashMap<>();
      outputs.forEach(
          (name, dims) ->
              shapes.put(
                  name,
                  Shape.of(dims.stream().mapToLong(dim -> Dims.value(dim, sizes)).toArray())));
      return Optional.of(shapes);
    } catch (ShapeException e) {
      return Optional.empty();
    }
  }
}
