package org.nexusgen.projectors;

import java.util.List;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.vision.ImageGrid;

/**
 * Rotary tables of the merger, after {@code get_position_ids} of Nexus-Gen's modules.py and M-RoPE
 * (Qwen2-VL, arXiv 2409.12191 § 2.1): every picture is spread over one base grid, so that tokens of
 * the target and of its source that show the same spot have the same position. Time is always 0.
 * Float32 as in the reference.
 */
final class MergerRotary {
  private static final int ROW_AXIS = 1;
  private static final int COLUMN_AXIS = 2;

  private final MergerConfig config;
  private final ImageGrid baseGrid;
  private final float[] frequencies;

  /**
   * @param baseGrid patches over which positions are spread: 72 x 72 in the reference
   */
  MergerRotary(MergerConfig config, ImageGrid baseGrid) {
    this.config = config;
    this.baseGrid = baseGrid;
    frequencies = new float[config.headDim() / 2];
    for (int i = 0; i < frequencies.length; i++) {
      float exponent = 2f * i / config.headDim();
      frequencies[i] = 1f / (float) Math.pow((float) config.ropeTheta(), exponent);
    }
  }

  /**
   * Cosines and sines of the tokens' angles, F32 [1,tokens,head/2] each.
   *
   * @param cos of the angles
   * @param sin of the angles
   */
  record Tables(Tensor cos, Tensor sin) {}

  /** Tables for pictures whose tokens follow one another. */
  Tables tables(List<ImageEmbedding> pictures) {
    int tokens = pictures.stream().mapToInt(ImageEmbedding::tokens).sum();
    float[] cos = new float[tokens * frequencies.length];
    float[] sin = new float[cos.length];
    int at = 0;
    for (ImageEmbedding picture : pictures) {
      for (float[] position : positions(picture.rows(), picture.columns())) {
        for (int i = 0; i < frequencies.length; i++, at++) {
          float angle = position[axis(i)] * frequencies[i];
          cos[at] = (float) Math.cos(angle);
          sin[at] = (float) Math.sin(angle);
        }
      }
    }
    return new Tables(
        Tensor.of(cos, 1, tokens, frequencies.length),
        Tensor.of(sin, 1, tokens, frequencies.length));
  }

  /** Time, row and column of each token of a picture, row-major. */
  float[][] positions(int rows, int columns) {
    float rowScale = scale(baseGrid.height(), rows);
    float columnScale = scale(baseGrid.width(), columns);
    float[][] positions = new float[rows * columns][];
    for (int i = 0; i < positions.length; i++) {
      int row = i / columns;
      int column = i % columns;
      positions[i] = new float[] {0, row * rowScale, column * columnScale};
    }
    return positions;
  }

  private float scale(int basePatches, int tokens) {
    return (float) ((double) basePatches / (tokens * config.spatialMergeSize()));
  }

  // Frequencies turn with time first, then with the row, then with the column.
  private int axis(int frequency) {
    int time = config.mropeSection().get(0);
    int row = config.mropeSection().get(ROW_AXIS);
    return frequency < time ? 0 : frequency < time + row ? ROW_AXIS : COLUMN_AXIS;
  }
}
