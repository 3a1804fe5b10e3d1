package org.nexusgen.training.flow;

/**
 * How much noise a picture is under.
 *
 * @param sigma share of the noise, 0 to 1
 * @param timestep as the decoder is told, 0 to 1000
 * @param weight how much the picture's error counts
 */
public record Timestep(double sigma, double timestep, double weight) {
  private static final double TIMESTEPS = 1000;

  static Timestep of(double sigma, double weight) {
    return new Timestep(sigma, TIMESTEPS * sigma, weight);
  }
}
