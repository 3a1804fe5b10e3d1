package org.nexusgen.decoder.flux;

import org.nexusgen.api.sampling.Denoiser;

/**
 * Classifier-free guidance (Ho and Salimans 2022): away from the negative branch, v = n + scale ·
 * (p - n). The positive branch is asked first.
 */
record Guided(Denoiser positive, Denoiser negative, double scale) implements Denoiser {

  @Override
  public float[] velocity(float[] latents, float timestep) {
    float[] velocity = positive.velocity(latents, timestep).clone();
    float[] away = negative.velocity(latents, timestep);
    for (int i = 0; i < velocity.length; i++) {
      velocity[i] = away[i] + (float) scale * (velocity[i] - away[i]);
    }
    return velocity;
  }
}
