package org.nexusgen.api.vision;

import org.nexusgen.api.BadInputException;

/**
 * The patch grid of an image: what checkpoints and processors call {@code image_grid_thw}.
 *
 * @param frames 1 for images
 * @param height in patches
 * @param width in patches
 */
public record ImageGrid(int frames, int height, int width) {
  public ImageGrid {
    if (frames < 1 || height < 1 || width < 1) {
      throw new BadInputException(
          "image grid (%d,%d,%d): every part must be at least 1".formatted(frames, height, width));
    }
  }

  /** Number of patches. */
  public int patches() {
    return frames * height * width;
  }

  /** Number of embeddings after merging {@code merge} x {@code merge} patches into one. */
  public int tokens(int merge) {
    return frames * (height / merge) * (width / merge);
  }
}
