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
    if (!(strength > 0 && strength <= 1)) {
      throw new BadInputException("strength: got " + strength + ", wants above 0, at most 1");
    }
    if (!(shift > 0 && Double.isFinite(shift))) {
      throw new BadInputException("shift of the schedule: got " + shift + ", wants above 0");
    }
  }
}
