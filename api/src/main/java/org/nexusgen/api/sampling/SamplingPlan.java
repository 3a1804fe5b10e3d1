package org.nexusgen.api.sampling;

import org.nexusgen.api.BadInputException;

/**
 * What a schedule depends on.
 *
 * @param steps of the sampler
 * @param strength where to begin: 1 at noise, less for image-to-image
 * @param shift constant time shift of static schedules: 3 in the reference
 * @param imageTokens number of image tokens, for schedules that shift by resolution
 */
public record SamplingPlan(int steps, double strength, double shift, int imageTokens) {
  public SamplingPlan {
    if (steps < 1) {
      throw new BadInputException("steps: got " + steps + ", wants 1 or more");
    }
  }
}
