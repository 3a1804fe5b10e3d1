package org.nexusgen.graph.nn;

import org.nexusgen.api.graph.Dim;
import org.nexusgen.graph.Dims;
import org.nexusgen.graph.ShapeException;
import org.nexusgen.graph.Value;

/** The check that each layer makes of what it is given. */
final class Widths {
  private Widths() {}

  static void require(Scope scope, String kind, Value x, int axis, long width) {
    boolean exists = axis < 0 ? -axis <= x.rank() : axis < x.rank();
    if (!exists || !Dims.mayEqual(x.dim(axis), Dim.of(width))) {
      throw new ShapeException(
          "layer '%s' (%s): got %s, wants %d on axis %d"
              .formatted(scope.layer(), kind, x.type(), width, axis));
    }
  }
}
