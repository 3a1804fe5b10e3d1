package org.nexusgen.training.decoder;

import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.ConfigTree;
import org.nexusgen.api.weights.ModelFolder;

/**
 * Raw latents as the transformer has them: {@code (x - shift) · scale}, from vae/config.json; the
 * reference's where there is none.
 */
record LatentScale(double shift, double scale) {
  private static final double FLUX_SHIFT = 0.1159;
  private static final double FLUX_SCALE = 0.3611;

  static LatentScale of(ModelFolder model) {
    return model
        .config("vae/config.json")
        .map(LatentScale::of)
        .orElse(new LatentScale(FLUX_SHIFT, FLUX_SCALE));
  }

  private static LatentScale of(ConfigTree config) {
    return new LatentScale(
        config.getDouble("shift_factor", FLUX_SHIFT),
        config.getDouble("scaling_factor", FLUX_SCALE));
  }

  Tensor of(Tensor raw) {
    float[] values = raw.floats();
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) ((values[i] - shift) * scale);
    }
    return Tensor.of(values, raw.shape().toArray());
  }
}
