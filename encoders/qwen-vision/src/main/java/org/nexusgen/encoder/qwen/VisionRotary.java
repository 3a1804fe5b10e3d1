package org.nexusgen.encoder.qwen;

import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageGrid;

/**
 * Rotary tables over rows and columns of patches: of the angles of a head the first half turns with
 * the patch's row, the second with its column ({@code rot_pos_emb}), in float32 as the reference.
 *
 * @param cos F32 [1, patches, head/2], in window order
 * @param sin of the same shape
 */
record VisionRotary(Tensor cos, Tensor sin) {
  /** Fixed in the reference, in no file. */
  private static final double THETA = 10_000;

  static VisionRotary of(ImageGrid grid, WindowPartition windows, QwenVisionConfig config) {
    float[] frequencies = frequencies(config.headDim());
    int half = config.headDim() / 2;
    int merge = config.spatialMergeSize();
    int columns = grid.width() / merge;
    float[] cos = new float[grid.patches() * half];
    float[] sin = new float[cos.length];
    int at = 0;
    for (int token : windows.order()) {
      for (int inner = 0; inner < merge * merge; inner++) {
        int row = token / columns * merge + inner / merge;
        int column = token % columns * merge + inner % merge;
        for (int i = 0; i < half; i++) {
          int position = i < frequencies.length ? row : column;
          float angle = position * frequencies[i % frequencies.length];
          cos[at] = (float) Math.cos(angle);
          sin[at] = (float) Math.sin(angle);
          at++;
        }
      }
    }
    return new VisionRotary(
        Tensor.of(cos, 1, grid.patches(), half), Tensor.of(sin, 1, grid.patches(), half));
  }

  /** 1 / θ^(2j / (head/2)) for j below head/4. */
  static float[] frequencies(int headDim) {
    int width = headDim / 2;
    float[] frequencies = new float[width / 2];
    for (int j = 0; j < frequencies.length; j++) {
      float exponent = 2f * j / width;
      frequencies[j] = 1f / (float) Math.pow(THETA, exponent);
    }
    return frequencies;
  }
}
