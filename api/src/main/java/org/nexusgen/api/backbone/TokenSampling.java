package org.nexusgen.api.backbone;

import org.nexusgen.api.BadInputException;

/**
 * How the next token is chosen. Order as in the reference: repetition penalty, then for sampling
 * temperature, top-k, top-p.
 *
 * @param greedy whether the best score wins; the next three are then unused
 * @param temperature by which scores are divided, above 0
 * @param topK how many best tokens stay; 0 for all
 * @param topP least probability that the tokens that stay must reach together; 1 for all
 * @param repetitionPenalty of tokens that occurred before, prompt included; 1 for none
 * @param seed of the choice
 */
public record TokenSampling(
    boolean greedy,
    double temperature,
    int topK,
    double topP,
    double repetitionPenalty,
    long seed) {
  public TokenSampling {
    check(temperature > 0 && Double.isFinite(temperature), "temperature", temperature, "above 0");
    check(topK >= 0, "top-k", topK, "0 (all) or more");
    check(topP > 0 && topP <= 1, "top-p", topP, "above 0, at most 1");
    check(
        repetitionPenalty > 0 && Double.isFinite(repetitionPenalty),
        "repetition penalty",
        repetitionPenalty,
        "above 0");
  }

  private static void check(boolean right, String what, Number got, String wanted) {
    if (!right) {
      throw new BadInputException("%s: got %s, wants %s".formatted(what, got, wanted));
    }
  }

  /** The best token, no penalty. */
  public static TokenSampling best() {
    return new TokenSampling(true, 1, 0, 1, 1, 0);
  }
}
