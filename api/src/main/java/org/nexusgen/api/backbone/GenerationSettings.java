package org.nexusgen.api.backbone;

import org.nexusgen.api.BadInputException;
import org.nexusgen.api.vision.ImageGrid;

/**
 * What one run of the backbone should do.
 *
 * @param maxNewTokens budget, image placeholders included
 * @param sampling how tokens are chosen
 * @param grid patch grid of the images that it generates
 * @param mode how image embeddings are predicted
 * @param positions of tokens that follow a generated image
 * @param imagesAllowed how many images an answer may hold; at that number the model cannot begin
 *     another
 * @param forceImage whether the answer begins with an image, as if the prompt ended in {@code
 *     vision_start}
 */
public record GenerationSettings(
    int maxNewTokens,
    TokenSampling sampling,
    ImageGrid grid,
    ImageMode mode,
    PositionMode positions,
    int imagesAllowed,
    boolean forceImage) {
  /** How the embeddings of an image are predicted. */
  public enum ImageMode {
    /** Prefilled autoregression in one pass over all prefill rows. */
    ONE_PASS,
    /** Prefilled autoregression as the reference runs it, a row at a time. */
    LOOP,
    /** Each predicted embedding is the next input: the paper's figures 4 and 5. */
    NAIVE
  }

  /** Rotary position of the tokens after a generated image. */
  public enum PositionMode {
    /** By token count, as the reference does at inference. */
    REFERENCE,
    /** Largest position so far plus one, as in training. */
    CONSISTENT
  }

  public GenerationSettings {
    if (maxNewTokens < 1) {
      throw new BadInputException("max tokens: got " + maxNewTokens + ", wants 1 or more");
    }
    if (imagesAllowed < 0) {
      throw new BadInputException("images allowed: got " + imagesAllowed + ", wants 0 or more");
    }
  }
}
