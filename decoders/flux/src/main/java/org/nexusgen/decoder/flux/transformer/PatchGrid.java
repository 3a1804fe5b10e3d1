package org.nexusgen.decoder.flux.transformer;

import static org.nexusgen.decoder.flux.transformer.FluxConfig.PATCH;

/**
 * Latents as image tokens: each takes 2x2 cells of all channels, tokens row-major (the paper's
 * patchify; values of a token in the order channel, row, column).
 *
 * @param channels of the latents
 * @param rows of tokens: half the latents' height
 * @param columns of tokens: half the latents' width
 */
public record PatchGrid(int channels, int rows, int columns) {
  /** The grid of latents [channels, height, width], both sides even. */
  public static PatchGrid of(int channels, int height, int width) {
    if (height % PATCH != 0 || width % PATCH != 0) {
      throw new IllegalArgumentException("latents of odd size " + height + "x" + width);
    }
    return new PatchGrid(channels, height / PATCH, width / PATCH);
  }

  public int tokens() {
    return rows * columns;
  }

  public int height() {
    return rows * PATCH;
  }

  public int width() {
    return columns * PATCH;
  }

  /** Number of values, as latents or as tokens. */
  public int values() {
    return channels * height() * width();
  }

  /** Latents [C,H,W] to tokens [N,4C]. */
  public float[] toTokens(float[] latents) {
    float[] tokens = new float[values()];
    for (int token = 0, i = 0; token < tokens(); token++) {
      for (int inner = 0; inner < channels * PATCH * PATCH; inner++, i++) {
        tokens[i] = latents[cell(token, inner)];
      }
    }
    return tokens;
  }

  /** Tokens [N,4C] to latents [C,H,W]. */
  public float[] toLatents(float[] tokens) {
    float[] latents = new float[values()];
    for (int token = 0, i = 0; token < tokens(); token++) {
      for (int inner = 0; inner < channels * PATCH * PATCH; inner++, i++) {
        latents[cell(token, inner)] = tokens[i];
      }
    }
    return latents;
  }

  /** Index in the latents of one value of one token. */
  private int cell(int token, int inner) {
    int channel = inner / (PATCH * PATCH);
    int row = token / columns * PATCH + inner / PATCH % PATCH;
    int column = token % columns * PATCH + inner % PATCH;
    return (channel * height() + row) * width() + column;
  }
}
