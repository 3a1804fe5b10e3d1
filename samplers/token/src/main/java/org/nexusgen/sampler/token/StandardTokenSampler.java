package org.nexusgen.sampler.token;

import java.util.BitSet;
import java.util.Random;
import org.nexusgen.api.backbone.TokenSampler;
import org.nexusgen.api.backbone.TokenSampling;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * The usual chain of a causal language model: repetition penalty, then either the best score or
 * temperature, top-k, top-p and a draw. Arithmetic and ties follow the logits processors of Hugging
 * Face's generation (float32; a tie at the k-th score keeps all of them; top-p drops from the
 * smallest upwards and keeps at least one). The draw comes from {@link Random}, whose sequence for
 * a seed is specified.
 */
@Component(property = "name=" + StandardTokenSampler.NAME)
public final class StandardTokenSampler implements TokenSampler {
  static final String NAME = "standard";

  @Activate
  public StandardTokenSampler() {}

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public Chooser begin(TokenSampling sampling) {
    Random random = new Random(sampling.seed());
    return (scores, seen) -> choose(scores, seen, sampling, random);
  }

  private static int choose(float[] scores, BitSet seen, TokenSampling sampling, Random random) {
    ScoreFilters.penalizeRepetition(scores, seen, (float) sampling.repetitionPenalty());
    int best = ScoreFilters.argMax(scores);
    if (sampling.greedy()) {
      return best;
    }
    // Subtracting the best score first keeps a temperature of 1e-6 far from overflow.
    float top = scores[best];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = (scores[i] - top) / (float) sampling.temperature();
    }
    if (sampling.topK() > 0) {
      ScoreFilters.keepTopK(scores, sampling.topK());
    }
    if (sampling.topP() < 1) {
      ScoreFilters.keepTopP(scores, sampling.topP());
    }
    return draw(scores, random.nextDouble(), best);
  }

  /** Inverts the cumulative distribution at a uniform number of [0, 1). */
  private static int draw(float[] scores, double uniform, int best) {
    double sum = 0;
    for (float score : scores) {
      sum += Math.exp(score);
    }
    double left = uniform * sum;
    for (int i = 0; i < scores.length; i++) {
      left -= Math.exp(scores[i]);
      if (left < 0) {
        return i;
      }
    }
    return best; // rounding used up the whole sum
  }
}
