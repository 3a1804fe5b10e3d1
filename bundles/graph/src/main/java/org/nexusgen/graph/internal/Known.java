package org.nexusgen.graph.internal;

import java.util.List;
import java.util.Optional;
import org.nexusgen.api.graph.ValueType;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Tensor;

/**
 * What is known of a value when the graph is built.
 *
 * @param type element type and axes
 * @param contents the numbers of a small integer vector or scalar, such as a computed shape
 */
public record Known(ValueType type, Optional<List<Polynomial>> contents) {
  // Shapes, axes and paddings are short; longer vectors are data.
  private static final int MAX_CONTENTS = 32;

  public static Known of(ValueType type) {
    return new Known(type, Optional.empty());
  }

  public static Known of(ValueType type, List<Polynomial> contents) {
    return new Known(type, Optional.of(List.copyOf(contents)));
  }

  public static Known of(Tensor tensor) {
    ValueType type = ValueType.of(tensor.dtype(), tensor.shape());
    if (tensor.dtype() != DType.I64
        || tensor.shape().rank() > 1
        || tensor.shape().elements() > MAX_CONTENTS) {
      return of(type);
    }
    return of(type, java.util.Arrays.stream(tensor.longs()).mapToObj(Polynomial::of).toList());
  }
}
