package org.nexusgen.api.sampling;

/**
 * Noise levels of a sampler's steps.
 *
 * @param sigmas level before each step and, last, after the final one; 1 is noise, 0 is data
 * @param timesteps what the denoiser is told at each step, 0 to 1000
 */
@SuppressWarnings("ArrayRecordComponent") // numeric tables, handed over
public record Schedule(float[] sigmas, float[] timesteps) {}
