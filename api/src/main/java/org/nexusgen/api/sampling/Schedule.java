package org.nexusgen.api.sampling;

/**
 * Noise levels of a sampler's steps.
 *
 * @param sigmas level before each step and, last, after the final one; 1 is noise, 0 is data
 * @param timesteps what the denoiser is told at each step, 0 to 1000
 */
@SuppressWarnings("ArrayRecordComponent") // numeric tables, handed over
public record Schedule(float[] sigmas, float[] timesteps) {
  /**
   * Data with as much noise as a step begins with: {@code (1 - sigma) * data + sigma * noise}. A
   * run from an input image starts from this, at step 0.
   *
   * @param data latents of an image, flat
   * @param noise of the same length
   * @param step whose level counts
   */
  public float[] addNoise(float[] data, float[] noise, int step) {
    if (data.length != noise.length) {
      throw new IllegalArgumentException(
          "add noise: got %d values of noise for %d of data".formatted(noise.length, data.length));
    }
    float sigma = sigmas[step];
    float[] noised = new float[data.length];
    for (int i = 0; i < noised.length; i++) {
      noised[i] = (1f - sigma) * data[i] + sigma * noise[i];
    }
    return noised;
  }
}
