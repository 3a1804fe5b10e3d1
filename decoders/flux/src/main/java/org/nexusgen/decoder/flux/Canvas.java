package org.nexusgen.decoder.flux;

import java.util.List;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.PixelSize;
import org.nexusgen.decoder.flux.transformer.FluxConfig;
import org.nexusgen.decoder.flux.transformer.PatchGrid;

/**
 * The picture that can be painted when a size is asked for: each side rounded up to whole patches.
 *
 * @param asked by the request
 * @param size that is painted
 * @param grid of the latents
 */
record Canvas(PixelSize asked, PixelSize size, PatchGrid grid) {
  /** Attention grows with the fourth power of the side; beyond this it is surely a mistake. */
  private static final int MAX_SIDE = 8192;

  /**
   * @param channels of the latents
   * @param factor pixels along the side of a latent cell
   */
  static Canvas around(PixelSize asked, int channels, int factor) {
    if (asked.width() > MAX_SIDE || asked.height() > MAX_SIDE) {
      throw new BadInputException(
          "picture size: got %s, wants at most %d pixels a side".formatted(asked, MAX_SIDE));
    }
    int patch = factor * FluxConfig.PATCH;
    int rows = Math.ceilDiv(asked.height(), patch);
    int columns = Math.ceilDiv(asked.width(), patch);
    return new Canvas(
        asked,
        new PixelSize(columns * patch, rows * patch),
        new PatchGrid(channels, rows, columns));
  }

  /** What people should know of the rounding. */
  List<String> notes() {
    return size.equals(asked)
        ? List.of()
        : List.of(
            "size %s is rounded up to %s: sides are multiples of %d"
                .formatted(asked, size, size.height() / grid.rows()));
  }
}
