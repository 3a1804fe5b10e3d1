package org.nexusgen.sampler.token;

import java.util.BitSet;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.stream.IntStream;

/** The steps between raw scores and a draw; each changes the scores in place. */
final class ScoreFilters {
  private ScoreFilters() {}

  /**
   * Makes seen tokens less likely: positive scores are divided, negative ones multiplied (Keskar et
   * al. 2019, arXiv 1909.05858, with the sign rule of Hugging Face's processor).
   */
  static void penalizeRepetition(float[] scores, BitSet seen, float penalty) {
    if (penalty == 1) {
      return;
    }
    for (int id = seen.nextSetBit(0); id >= 0 && id < scores.length; id = seen.nextSetBit(id + 1)) {
      scores[id] = scores[id] < 0 ? scores[id] * penalty : scores[id] / penalty;
    }
  }

  /** The first index of the largest score. */
  static int argMax(float[] scores) {
    int best = 0;
    for (int i = 1; i < scores.length; i++) {
      if (scores[i] > scores[best]) {
        best = i;
      }
    }
    return best;
  }

  /** Forbids every score below the k-th largest; equals of the k-th stay. */
  static void keepTopK(float[] scores, int k) {
    if (k >= scores.length) {
      return;
    }
    PriorityQueue<Float> best = new PriorityQueue<>(k + 1);
    for (float score : scores) {
      if (best.size() < k) {
        best.add(score);
      } else if (score > best.element()) {
        best.remove();
        best.add(score);
      }
    }
    float threshold = best.element();
    for (int i = 0; i < scores.length; i++) {
      if (scores[i] < threshold) {
        scores[i] = Float.NEGATIVE_INFINITY;
      }
    }
  }

  /**
   * Nucleus sampling (Holtzman et al. 2019, arXiv 1904.09751): forbids the least likely tokens
   * whose probabilities together do not exceed {@code 1 - p}. The best token always stays.
   */
  static void keepTopP(float[] scores, double p) {
    int[] ascending =
        IntStream.range(0, scores.length)
            .filter(i -> scores[i] != Float.NEGATIVE_INFINITY)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> scores[i])) // stable: of equals, the first goes
            .mapToInt(Integer::intValue)
            .toArray();
    double sum = 0;
    for (int i : ascending) {
      sum += Math.exp(scores[i]);
    }
    float mayGo = (float) (1 - p);
    double cumulative = 0;
    for (int at = 0; at < ascending.length - 1; at++) {
      cumulative += Math.exp(scores[ascending[at]]) / sum;
      if ((float) cumulative > mayGo) {
        return;
      }
      scores[ascending[at]] = Float.NEGATIVE_INFINITY;
    }
  }
}
