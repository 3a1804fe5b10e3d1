package org.nexusgen.backbone.qwen;

import org.nexusgen.api.NexusGenException;

/** What a backbone forbids before a token is chosen. */
final class ScoreRules {
  private ScoreRules() {}

  /**
   * Forbids {@code vision_end}, as the reference does at every step, and the image placeholder,
   * which the reference would embed as if it were a word.
   *
   * @param mayBeginImage whether {@code vision_start} is allowed
   * @param step number of tokens written before, for messages
   * @throws NexusGenException if a score is not a finite number
   */
  static void apply(float[] scores, QwenBackboneConfig config, boolean mayBeginImage, int step) {
    for (int id = 0; id < scores.length; id++) {
      if (!Float.isFinite(scores[id])) {
        throw new NexusGenException(
            "score of token %d at step %d is %s: weights or input embeddings are broken"
                .formatted(id, step, scores[id]));
      }
    }
    scores[config.visionEndTokenId()] = Float.NEGATIVE_INFINITY;
    scores[config.imageTokenId()] = Float.NEGATIVE_INFINITY;
    if (!mayBeginImage) {
      scores[config.visionStartTokenId()] = Float.NEGATIVE_INFINITY;
    }
  }
}
