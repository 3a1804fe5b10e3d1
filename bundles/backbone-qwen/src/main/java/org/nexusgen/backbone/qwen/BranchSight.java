package org.nexusgen.backbone.qwen;

import java.nio.ByteBuffer;
import java.util.List;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.train.TrainableBackbone.TrainingSequence;

/** What each row of a batch with branches sees: the trunk and its own branch, up to itself. */
final class BranchSight {
  private BranchSight() {}

  /** Boolean [sequences, 1, rows, rows]; padding sees the trunk and itself. */
  static Tensor of(List<TrainingSequence> sequences, int rows) {
    int size = Math.multiplyExact(sequences.size(), Math.multiplyExact(rows, rows));
    ByteBuffer sight = ByteBuffer.allocateDirect(size);
    for (int i = 0; i < sequences.size(); i++) {
      fill(sight, i * rows * rows, rows, BranchPositions.bounds(sequences.get(i)));
    }
    return Tensor.wrap(DType.BOOL, Shape.of(sequences.size(), 1, rows, rows), sight);
  }

  private static void fill(ByteBuffer sight, int first, int rows, List<Integer> bounds) {
    int trunk = bounds.get(0);
    int branch = 0;
    for (int row = 0; row < rows; row++) {
      while (branch < bounds.size() && row >= bounds.get(branch)) {
        branch++;
      }
      boolean isPadding = branch == bounds.size();
      int from = branch == 0 ? 0 : isPadding ? row : bounds.get(branch - 1);
      see(sight, first + row * rows, 0, Math.min(trunk, row + 1));
      see(sight, first + row * rows, from, row + 1);
    }
  }

  private static void see(ByteBuffer sight, int row, int from, int to) {
    for (int column = from; column < to; column++) {
      sight.put(row + column, (byte) 1);
    }
  }
}
