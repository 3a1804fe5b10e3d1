package org.nexusgen.training.flow;

import java.util.List;
import org.nexusgen.api.tensor.Tensor;

/**
 * Latents on the straight line from picture to noise, and the velocity along it (Liu et al. 2022,
 * rectified flow): {@code (1 − σ) x + σ ε} and {@code ε − x}.
 *
 * @param latents F32 [pictures, …]
 * @param velocity of the same shape
 */
public record NoisyLatents(Tensor latents, Tensor velocity) {

  /**
   * @param clean F32 [pictures, …]
   * @param noise of the same shape
   * @param timesteps of each picture
   */
  public static NoisyLatents of(Tensor clean, Tensor noise, List<Timestep> timesteps) {
    if (!clean.shape().equals(noise.shape()) || clean.shape().dim(0) != timesteps.size()) {
      throw new IllegalArgumentException(
          "latents %s, noise %s, %d timesteps: wants equal shapes and one timestep a picture"
              .formatted(clean.shape(), noise.shape(), timesteps.size()));
    }
    float[] x = clean.floats();
    float[] epsilon = noise.floats();
    float[] noisy = new float[x.length];
    float[] velocity = new float[x.length];
    int size = x.length / timesteps.size();
    for (int i = 0; i < x.length; i++) {
      float sigma = (float) timesteps.get(i / size).sigma();
      noisy[i] = (1 - sigma) * x[i] + sigma * epsilon[i];
      velocity[i] = epsilon[i] - x[i];
    }
    long[] shape = clean.shape().toArray();
    return new NoisyLatents(Tensor.of(noisy, shape), Tensor.of(velocity, shape));
  }
}
