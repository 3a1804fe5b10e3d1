package org.nexusgen.training.backbone;

/**
 * How much the tokens of an answer count: each the same, as in the reference, as long as the answer
 * has no more tokens than the cap; longer ones count as if they had as many as that. Captions must
 * not swamp answers of one word.
 *
 * @param cap tokens; infinite for the reference's way, 1 for answers that count the same
 */
record LabelWeighting(double cap) {
  static final LabelWeighting TOKEN = new LabelWeighting(Double.POSITIVE_INFINITY);

  float of(int tokens) {
    return (float) Math.min(1, cap / tokens);
  }
}
