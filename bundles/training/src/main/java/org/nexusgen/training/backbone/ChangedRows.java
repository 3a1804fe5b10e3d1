package org.nexusgen.training.backbone;

import java.util.ArrayList;
import java.util.List;
import org.nexusgen.api.vision.ImageEmbedding;

/**
 * More weight for the embeddings of a target that an edit changed: most of a picture stays as it
 * was, and copying it is soon learned.
 *
 * @param weight of a changed embedding; others have 1
 * @param threshold root of the mean squared difference from which an embedding counts as changed,
 *     in deviations of the embeddings' channels
 */
record ChangedRows(double weight, double threshold) {
  private static final double MOST = 0.75;

  /** For each embedding of the target its weight; empty for 1 each. */
  List<Float> weights(ImageEmbedding source, ImageEmbedding target) {
    if (weight == 1 || source.tokens() != target.tokens() || source.width() != target.width()) {
      return List.of();
    }
    float[] before = source.values().floats();
    float[] after = target.values().floats();
    int width = target.width();
    boolean[] differs = new boolean[target.tokens()];
    int changed = 0;
    for (int row = 0; row < differs.length; row++) {
      double sum = 0;
      for (int i = row * width; i < (row + 1) * width; i++) {
        double difference = after[i] - before[i];
        sum += difference * difference;
      }
      differs[row] = Math.sqrt(sum / width) > threshold;
      changed += differs[row] ? 1 : 0;
    }
    // Where nearly all changed, such as a background, no part is more worth than another.
    boolean everywhere = changed > differs.length * MOST;
    float more = (float) (everywhere ? 1 + (weight - 1) / 4 : weight);
    List<Float> weights = new ArrayList<>();
    for (boolean differing : differs) {
      weights.add(differing ? more : 1f);
    }
    return weights;
  }
}
