package org.nexusgen.backbone.qwen;

import java.nio.FloatBuffer;
import java.util.List;
import java.util.stream.IntStream;
import org.nexusgen.api.tensor.Tensor;

/** A matrix as a list of its rows. */
final class FloatRows {
  private FloatRows() {}

  static List<FloatBuffer> of(Tensor matrix) {
    FloatBuffer values = FloatBuffer.wrap(matrix.floats());
    int width = matrix.shape().size(1);
    return IntStream.range(0, matrix.shape().size(0))
        .mapToObj(row -> values.slice(row * width, width))
        .toList();
  }

  /** The inverse of {@link #of}: F32 [rows, width]. */
  static Tensor join(List<FloatBuffer> rows, int width) {
    FloatBuffer values = FloatBuffer.allocate(Math.multiplyExact(rows.size(), width));
    rows.forEach(row -> values.put(row.duplicate()));
    return Tensor.of(values.array(), rows.size(), width);
  }
}
