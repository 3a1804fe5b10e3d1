package org.nexusgen.decoder.flux.transformer;

import org.nexusgen.api.tensor.Tensor;

/**
 * A number as cosines, then sines, of falling frequencies (Vaswani et al. 2017, § 3.5, in the order
 * that diffusers calls {@code flip_sin_to_cos}).
 */
final class Sinusoid {
  private static final double MAX_PERIOD = 10_000;

  private Sinusoid() {}

  /** F32 [1,width]; frequencies and angles are rounded to float32 as in the reference. */
  static Tensor of(float number, int width) {
    int half = width / 2;
    float[] values = new float[width];
    for (int i = 0; i < half; i++) {
      float exponent = (float) -Math.log(MAX_PERIOD) * i / half;
      float angle = number * (float) Math.exp(exponent);
      values[i] = (float) Math.cos(angle);
      values[half + i] = (float) Math.sin(angle);
    }
    return Tensor.of(values, 1, width);
  }
}
