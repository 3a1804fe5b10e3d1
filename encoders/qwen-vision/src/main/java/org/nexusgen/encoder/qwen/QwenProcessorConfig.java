package org.nexusgen.encoder.qwen;

import java.util.List;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.ConfigTree;

/**
 * How pixels become numbers: a model's preprocessor_config.json, keys in camelCase.
 *
 * @param patchSize side of a patch in pixels
 * @param mergeSize patches a side that make one embedding
 * @param temporalPatchSize frames of a patch
 * @param minPixels smaller pictures are enlarged
 * @param maxPixels larger pictures are reduced
 * @param imageMean subtracted from each channel of values between 0 and 1
 * @param imageStd by which each channel is divided then
 */
record QwenProcessorConfig(
    int patchSize,
    int mergeSize,
    int temporalPatchSize,
    int minPixels,
    int maxPixels,
    List<Double> imageMean,
    List<Double> imageStd) {
  static final String FILE = "preprocessor_config.json";

  // What transformers' Qwen2VLImageProcessor has where a file says nothing.
  private static final int USUAL_MIN_PIXELS = 56 * 56;
  private static final int USUAL_MAX_PIXELS = 28 * 28 * 1280;

  QwenProcessorConfig {
    imageMean = List.copyOf(imageMean);
    imageStd = List.copyOf(imageStd);
    check(minPixels >= 1, "min_pixels", minPixels, "1 or more");
    check(maxPixels >= minPixels, "max_pixels", maxPixels, "at least min_pixels " + minPixels);
    check(imageMean.size() == 3, "image_mean", imageMean, "3 numbers");
    check(
        imageStd.size() == 3 && imageStd.stream().allMatch(std -> std > 0),
        "image_std",
        imageStd,
        "3 numbers above 0");
  }

  /**
   * @param vision the network's dims, which the processor's must equal
   */
  static QwenProcessorConfig of(ConfigTree file, QwenVisionConfig vision) {
    // Newer writers put the limits into "size", under names that other processors gave them.
    ConfigTree size = file.getTree("size").orElse(file);
    QwenProcessorConfig config =
        new QwenProcessorConfig(
            file.getInt("patch_size", vision.patchSize()),
            file.getInt("merge_size", vision.spatialMergeSize()),
            file.getInt("temporal_patch_size", vision.temporalPatchSize()),
            file.getInt("min_pixels", size.getInt("shortest_edge", USUAL_MIN_PIXELS)),
            file.getInt("max_pixels", size.getInt("longest_edge", USUAL_MAX_PIXELS)),
            file.requireDoubles("image_mean"),
            file.requireDoubles("image_std"));
    config.checkAgainst(vision);
    return config;
  }

  private void checkAgainst(QwenVisionConfig vision) {
    String config = " as in config.json";
    check(patchSize == vision.patchSize(), "patch_size", patchSize, vision.patchSize() + config);
    check(
        mergeSize == vision.spatialMergeSize(),
        "merge_size",
        mergeSize,
        vision.spatialMergeSize() + config);
    check(
        temporalPatchSize == vision.temporalPatchSize(),
        "temporal_patch_size",
        temporalPatchSize,
        vision.temporalPatchSize() + config);
  }

  private static void check(boolean right, String key, Object got, String wanted) {
    if (!right) {
      throw new BadInputException(
          "key '%s' in %s: got %s, wants %s".formatted(key, FILE, got, wanted));
    }
  }
}
