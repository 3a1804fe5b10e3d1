package org.nexusgen.training.flow;

import java.util.random.RandomGenerator;
import org.nexusgen.api.BadInputException;

/**
 * Mostly the middle of the noise, where velocities are hardest to tell (Esser et al. 2024, § 3.1):
 * sigma is the logistic function of a normal number. All errors count the same.
 *
 * @param mean of the normal number: above 0 is more noise
 * @param std of the normal number
 * @param shift of the schedule that pictures will be painted with; 1 for none
 */
public record LogitNormal(double mean, double std, double shift) implements TimestepSampling {
  public LogitNormal {
    if (!(Double.isFinite(mean) && std >= 0 && shift > 0)) {
      throw new BadInputException(
          "logit-normal timesteps: got mean %s, std %s, shift %s; wants a number, 0 or more, above 0"
              .formatted(mean, std, shift));
    }
  }

  @Override
  public Timestep next(RandomGenerator random) {
    double logit = mean + std * random.nextGaussian();
    double sigma = 1 / (1 + Math.exp(-logit));
    return Timestep.of(TimestepSampling.shifted(sigma, shift), 1);
  }
}
