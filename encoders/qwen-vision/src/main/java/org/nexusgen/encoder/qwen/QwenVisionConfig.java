package org.nexusgen.encoder.qwen;

import java.util.List;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.ConfigTree;

/**
 * Dims of the vision encoder: {@code vision_config} of a model's config.json, keys in camelCase.
 *
 * @param depth number of blocks
 * @param hiddenSize width of a patch inside the network
 * @param intermediateSize of the blocks' gated MLP
 * @param numHeads attention heads of {@code hiddenSize / numHeads} each
 * @param inChannels of a picture; some files call it {@code in_chans}
 * @param outHiddenSize width of an embedding
 * @param patchSize side of a patch in pixels
 * @param spatialMergeSize patches a side that make one embedding
 * @param temporalPatchSize frames of a patch; an image is repeated to fill them
 * @param windowSize side of an attention window in pixels
 * @param fullattBlockIndexes blocks whose patches see the whole image instead of their window
 */
record QwenVisionConfig(
    int depth,
    int hiddenSize,
    int intermediateSize,
    int numHeads,
    int inChannels,
    int outHiddenSize,
    int patchSize,
    int spatialMergeSize,
    int temporalPatchSize,
    int windowSize,
    List<Integer> fullattBlockIndexes) {
  /** RGB: nothing else comes out of a picture file. */
  private static final int COLOURS = 3;

  // What transformers' Qwen2_5_VLVisionConfig has where a file says nothing.
  private static final int USUAL_PATCH_SIZE = 14;
  private static final int USUAL_MERGE_SIZE = 2;
  private static final int USUAL_FRAMES = 2;
  private static final int USUAL_WINDOW = 112;

  QwenVisionConfig {
    fullattBlockIndexes = List.copyOf(fullattBlockIndexes);
    check(depth >= 1, "depth", depth, "1 or more");
    check(intermediateSize >= 1, "intermediate_size", intermediateSize, "1 or more");
    check(numHeads >= 1, "num_heads", numHeads, "1 or more");
    check(
        hiddenSize >= 1 && hiddenSize % numHeads == 0 && hiddenSize / numHeads % 4 == 0,
        "hidden_size",
        hiddenSize,
        "a multiple of 4 times num_heads " + numHeads);
    check(inChannels == COLOURS, "in_channels", inChannels, "3");
    check(outHiddenSize >= 1, "out_hidden_size", outHiddenSize, "1 or more");
    check(patchSize >= 1, "patch_size", patchSize, "1 or more");
    check(spatialMergeSize >= 1, "spatial_merge_size", spatialMergeSize, "1 or more");
    check(temporalPatchSize >= 1, "temporal_patch_size", temporalPatchSize, "1 or more");
    check(
        windowSize >= patchSize * spatialMergeSize,
        "window_size",
        windowSize,
        "at least patch_size * spatial_merge_size = " + patchSize * spatialMergeSize);
    int blocks = depth;
    check(
        fullattBlockIndexes.stream().allMatch(block -> block >= 0 && block < blocks),
        "fullatt_block_indexes",
        fullattBlockIndexes,
        "numbers of blocks, 0 to " + (depth - 1));
  }

  /**
   * @param config config.json; the vision encoder's keys are in its {@code vision_config}, or in
   *     itself if it is of a vision encoder alone
   */
  static QwenVisionConfig of(ConfigTree config) {
    ConfigTree vision = config.getTree("vision_config").orElse(config);
    String activation = vision.getString("hidden_act").orElse("silu");
    check(activation.equals("silu"), "hidden_act", activation, "silu");
    return new QwenVisionConfig(
        vision.requireInt("depth"),
        vision.requireInt("hidden_size"),
        vision.requireInt("intermediate_size"),
        vision.requireInt("num_heads"),
        vision.getInt("in_channels", vision.getInt("in_chans", COLOURS)),
        vision.requireInt("out_hidden_size"),
        vision.getInt("patch_size", USUAL_PATCH_SIZE),
        vision.getInt("spatial_merge_size", USUAL_MERGE_SIZE),
        vision.getInt("temporal_patch_size", USUAL_FRAMES),
        vision.getInt("window_size", USUAL_WINDOW),
        vision.requireInts("fullatt_block_indexes"));
  }

  int headDim() {
    return hiddenSize / numHeads;
  }

  /** Values of one patch: channels, frames, rows, columns. */
  int patchValues() {
    return inChannels * temporalPatchSize * patchSize * patchSize;
  }

  /** Patches that make one embedding. */
  int mergedPatches() {
    return spatialMergeSize * spatialMergeSize;
  }

  /** Side in pixels of what makes one embedding: sizes of pictures are multiples of it. */
  int tokenSide() {
    return patchSize * spatialMergeSize;
  }

  /** Side of an attention window in embeddings. */
  int windowTokens() {
    return windowSize / tokenSide();
  }

  boolean seesWholeImage(int block) {
    return fullattBlockIndexes.contains(block);
  }

  private static void check(boolean right, String key, Object got, String wanted) {
    if (!right) {
      throw new BadInputException(
          "key '%s' in config.json, 'vision_config': got %s, wants %s".formatted(key, got, wanted));
    }
  }
}
