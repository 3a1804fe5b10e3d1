package org.nexusgen.engine.tensorrt.session;

import java.util.List;
import java.util.Map;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Padding;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.graph.Dims;

/** Counts places of an array anew when the array has grown. */
final class PlacesInGrown {
  private PlacesInGrown() {}

  static Tensor of(
      Tensor places, Padding.Places padding, Map<String, Long> real, Map<String, Long> planned) {
    List<Dim> axes = padding.axes();
    long[] values = places.longs();
    for (int i = 0; i < values.length; i++) {
      long rest = values[i];
      long place = 0;
      long stride = 1;
      for (int axis = axes.size() - 1; axis >= 0; axis--) {
        long size = Dims.value(axes.get(axis), real);
        boolean outermost = axis == 0;
        place += (outermost ? rest : rest % size) * stride;
        rest = outermost ? 0 : rest / size;
        stride *= Dims.value(axes.get(axis), planned);
      }
      values[i] = place;
    }
    return Tensor.of(values, places.shape().toArray());
  }
}
