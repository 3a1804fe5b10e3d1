package org.nexusgen.engine.tensorrt.protocol;

import java.util.Arrays;
import java.util.List;
import org.nexusgen.api.tensor.Shape;

/**
 * How a tensor of real size lies in one of planned size.
 *
 * @param axes outermost first
 * @param hidden what new places of the last axis hold, beside real places of the others
 * @param seen what all other new places hold
 */
public record Fitting(List<Axis> axes, double hidden, double seen) {
  public Fitting {
    axes = List.copyOf(axes);
  }

  /** A tensor that is as large in the plan as it is. */
  public static Fitting exact(Shape shape) {
    return new Fitting(
        Arrays.stream(shape.toArray()).mapToObj(d -> Axis.exact(Math.toIntExact(d))).toList(),
        0,
        0);
  }

  public Shape real() {
    return Shape.of(axes.stream().mapToLong(Axis::real).toArray());
  }

  public Shape planned() {
    return Shape.of(axes.stream().mapToLong(Axis::planned).toArray());
  }

  public boolean isExact() {
    return axes.stream().allMatch(Axis::isExact);
  }
}
