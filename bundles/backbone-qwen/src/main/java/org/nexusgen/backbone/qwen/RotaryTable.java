package org.nexusgen.backbone.qwen;

import java.nio.FloatBuffer;

/**
 * Angles of the multimodal rotary embedding (Qwen2-VL, arXiv 2409.12191 § 2.1): the frequencies of
 * a head are dealt out to time, height and width. Computed in float32, as the reference does.
 */
final class RotaryTable {
  private final float[] inverseFrequencies;
  private final int heightFrom;
  private final int widthFrom;

  RotaryTable(QwenBackboneConfig config) {
    int frequencies = config.frequencies();
    inverseFrequencies = new float[frequencies];
    for (int i = 0; i < frequencies; i++) {
      float exponent = 2f * i / config.headDim();
      inverseFrequencies[i] = 1f / (float) Math.pow(config.ropeTheta(), exponent);
    }
    heightFrom = config.mropeSection().get(0);
    widthFrom = heightFrom + config.mropeSection().get(1);
  }

  /** Appends one row of cosines and one of sines, head_dim / 2 each. */
  void put(Position position, FloatBuffer cosines, FloatBuffer sines) {
    for (int i = 0; i < inverseFrequencies.length; i++) {
      float angle = axis(position, i) * inverseFrequencies[i];
      cosines.put((float) Math.cos(angle));
      sines.put((float) Math.sin(angle));
    }
  }

  private int axis(Position position, int frequency) {
    if (frequency < heightFrom) {
      return position.time();
    }
    return frequency < widthFrom ? position.height() : position.width();
  }
}
