package org.nexusgen.decoder.flux.transformer;

import org.nexusgen.api.tensor.Tensor;

/**
 * A number as cosines, then sines, of falling frequencies (Vaswani et al. 2017, § 3.5, in the order
 * that diffusers calls {@code flip_sin_to_cos}).
 */
final class Sinusoid {
  private static final double MAX_PERIOD = 10_000;

  /** The reference gives guidance to the embedder in thousandths, like timesteps. */
  private static final float GUIDANCE_UNIT = 1000;

  private Sinusoid() {}

  /** F32 [1,width]; frequencies and angles are rounded to float32 as in the reference. */
  static Tensor of(float number, int width) {
    return of(new double[] {number}, width);
  }

  /** F32 [1,width]: the guidance input. */
  static Tensor ofGuidance(double guidance, int width) {
    return of((float) guidance * GUIDANCE_UNIT, width);
  }

  /** F32 [numbers,width]. */
  static Tensor of(double[] numbers, int width) {
    int half = width / 2;
    float[] values = new float[numbers.length * width];
    for (int row = 0; row < numbers.length; row++) {
      float number = (float) numbers[row];
      int at = row * width;
      for (int i = 0; i < half; i++, at++) {
        float exponent = (float) -Math.log(MAX_PERIOD) * i / half;
        float angle = number * (float) Math.exp(exponent);
        values[at] = (float) Math.cos(angle);
        values[at + half] = (float) Math.sin(angle);
      }
    }
    return Tensor.of(values, numbers.length, width);
  }
}
