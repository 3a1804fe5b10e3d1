package org.nexusgen.bench;

/**
 * Dims of a model to be made.
 *
 * @param hidden width of the backbone and the shared embedding space
 * @param layers of the backbone
 * @param visionHidden width of the vision encoder
 * @param visionDepth blocks of the vision encoder
 * @param ditHidden width of the FLUX transformer
 * @param doubleBlocks of the FLUX transformer
 * @param singleBlocks of the FLUX transformer
 * @param vocabulary rows of both token matrices
 * @param autoencoderWidth channels of the autoencoder's first level
 */
record ModelSize(
    int hidden,
    int layers,
    int visionHidden,
    int visionDepth,
    int ditHidden,
    int doubleBlocks,
    int singleBlocks,
    int vocabulary,
    int autoencoderWidth) {
  static final int HEAD = 64;
  static final int DIT_HEAD = 128;
  static final int CONTEXT = 512;
  static final int POOLED = 64;
  static final int LATENT_CHANNELS = 16;
  static final int PREFILL_ROWS = 81;

  int heads() {
    return hidden / HEAD;
  }

  int keyValueHeads() {
    return Math.max(1, heads() / 4);
  }

  /** 11/4 of the width, in whole heads: the proportion of a gated MLP. */
  int inner() {
    return hidden * 11 / 4;
  }

  int visionInner() {
    return visionHidden * 11 / 4;
  }
}
