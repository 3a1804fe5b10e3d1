package org.nexusgen.backbone.qwen;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.train.TrainableBackbone.TrainingSequence;
import org.nexusgen.backbone.qwen.RopeIndex.TokenGrid;

/** Positions of a sequence with branches: each goes on where the trunk ends. */
final class BranchPositions {
  private BranchPositions() {}

  static List<Position> of(TrainingSequence sequence, int imagePad, Iterator<TokenGrid> grids) {
    int[] ids = sequence.ids();
    List<Integer> bounds = bounds(sequence);
    List<Position> trunk = positions(ids, 0, bounds.get(0), 0, imagePad, grids);
    int next = 1 + trunk.stream().mapToInt(Position::max).max().orElse(-1);
    List<Position> all = new ArrayList<>(trunk);
    for (int i = 0; i + 1 < bounds.size(); i++) {
      all.addAll(positions(ids, bounds.get(i), bounds.get(i + 1), next, imagePad, grids));
    }
    return all;
  }

  /** End of the trunk, then end of each branch. */
  static List<Integer> bounds(TrainingSequence sequence) {
    List<Integer> bounds = new ArrayList<>(sequence.branches());
    bounds.add(sequence.ids().length);
    for (int i = 0; i + 1 < bounds.size(); i++) {
      if (bounds.get(i) < 0 || bounds.get(i) >= bounds.get(i + 1)) {
        throw new BadInputException(
            "branches begin at %s of %d tokens: wants ascending places inside"
                .formatted(sequence.branches(), sequence.ids().length));
      }
    }
    return bounds;
  }

  private static List<Position> positions(
      int[] ids, int from, int to, int first, int imagePad, Iterator<TokenGrid> grids) {
    boolean[] all = new boolean[to - from];
    Arrays.fill(all, true);
    return RopeIndex.of(Arrays.copyOfRange(ids, from, to), all, first, imagePad, grids);
  }
}
