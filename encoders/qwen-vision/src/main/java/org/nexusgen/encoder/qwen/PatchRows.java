package org.nexusgen.encoder.qwen;

import java.util.List;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageGrid;

/**
 * Pixels as the network reads them: one row a patch, its normalized values in order channel, frame,
 * y, x; the patches of one embedding follow each other, raster order inside and outside.
 */
final class PatchRows {
  private static final int LEVELS = 256;

  private final QwenVisionConfig vision;
  private final float[][] values;

  PatchRows(QwenVisionConfig vision, QwenProcessorConfig config) {
    this.vision = vision;
    this.values = new float[vision.inChannels()][];
    for (int channel = 0; channel < values.length; channel++) {
      values[channel] = levels(config.imageMean().get(channel), config.imageStd().get(channel));
    }
  }

  /** As transformers computes it: scaled in float64, then normalized in float32. */
  private static float[] levels(double mean, double std) {
    float[] normalized = new float[LEVELS];
    for (int level = 0; level < LEVELS; level++) {
      float scaled = (float) (level * (1.0 / 255));
      normalized[level] = (scaled - (float) mean) / (float) std;
    }
    return normalized;
  }

  ImageGrid grid(Image image) {
    return new ImageGrid(
        1, image.height() / vision.patchSize(), image.width() / vision.patchSize());
  }

  /** F32 [patches, values of a patch] of an RGB picture whose sides are whole embeddings. */
  Tensor of(Image image) {
    return of(List.of(image));
  }

  /** The same of several pictures, one behind the other. */
  Tensor of(List<Image> images) {
    long patches = images.stream().mapToLong(image -> grid(image).patches()).sum();
    if (patches * vision.patchValues() * Float.BYTES > Integer.MAX_VALUE) {
      throw new BadInputException(
          "vision encoder: %d pictures, the first of %dx%d pixels, do not fit memory; choose a"
                  .formatted(images.size(), images.get(0).width(), images.get(0).height())
              + " smaller size");
    }
    float[] rows = new float[(int) patches * vision.patchValues()];
    int at = 0;
    for (Image image : images) {
      at = putImage(image, rows, at);
    }
    return Tensor.of(rows, patches, vision.patchValues());
  }

  private int putImage(Image image, float[] rows, int start) {
    ImageGrid grid = grid(image);
    int merge = vision.spatialMergeSize();
    int at = start;
    for (int tokenY = 0; tokenY < grid.height(); tokenY += merge) {
      for (int tokenX = 0; tokenX < grid.width(); tokenX += merge) {
        for (int inner = 0; inner < merge * merge; inner++) {
          at = putPatch(image, tokenY + inner / merge, tokenX + inner % merge, rows, at);
        }
      }
    }
    return at;
  }

  private int putPatch(Image image, int patchY, int patchX, float[] rows, int start) {
    int side = vision.patchSize();
    int square = side * side;
    int channels = vision.inChannels();
    int at = start;
    for (int channel = 0; channel < channels; channel++) {
      int frame = at;
      for (int y = 0; y < side; y++) {
        int pixel = (patchY * side + y) * image.width() + patchX * side;
        for (int x = 0; x < side; x++) {
          int level = image.pixels()[(pixel + x) * channels + channel] & 0xff;
          rows[at++] = values[channel][level];
        }
      }
      for (int repeat = 1; repeat < vision.temporalPatchSize(); repeat++) {
        System.arraycopy(rows, frame, rows, at, square);
        at += square;
      }
    }
    return at;
  }
}
