package org.nexusgen.pipeline;

import java.util.HashMap;
import java.util.Map;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.engine.FigurePart;
import org.nexusgen.api.vision.ImageGrid;
import org.nexusgen.api.weights.ModelSettings;
import org.nexusgen.api.weights.PixelSize;

/**
 * The sizes for which memory is planned: those of a large request of the model's own defaults. The
 * names are the symbols of the shipped parts' graphs; the workspace of a graph with other symbols
 * is not estimated.
 */
final class PlannedSizes {
  /** A long prompt with a picture in it: as many rows are read in one run, and stay cached. */
  static final long CONTEXT = 2048;

  /** What CLIP and T5 of FLUX.1-dev are asked. */
  private static final long TEXT = 512;

  /** Pixels of an embedding's side, and of a vision encoder's window, in the reference. */
  private static final int TOKEN_PIXELS = 28;

  /** Patches of an embedding along each side. */
  private static final int MERGE = 2;

  private static final long WINDOW_TOKENS = 16;
  private static final long WINDOW_PATCHES = 4 * WINDOW_TOKENS;

  /** Pixels of a latent's side, and of a transformer token's. */
  private static final int LATENT_PIXELS = 8;

  private static final int PATCH_PIXELS = 16;

  private PlannedSizes() {}

  static Map<String, Long> of(FigurePart part, DecodingTask task, ModelSettings settings) {
    return switch (part) {
      case VISION_ENCODER -> encoder(settings);
      case BACKBONE -> Map.of("batch", 1L, "rows", CONTEXT, "past", 0L, "scored", 1L, "images", 1L);
      case PROJECTOR -> Map.of("batch", 1L, "contextTokens", context(task, settings));
      case DECODER -> decoder(task, settings);
      case TEXT_ENCODER -> Map.of("batch", 1L, "length", TEXT);
    };
  }

  private static Map<String, Long> encoder(ModelSettings settings) {
    PixelSize largest = settings.referenceSize();
    long tokens = (long) (largest.width() / TOKEN_PIXELS) * (largest.height() / TOKEN_PIXELS);
    return Map.of(
        "tokens",
        Math.max(1, tokens),
        "bins",
        Math.max(1, -Math.floorDiv(-tokens, WINDOW_TOKENS)),
        "slots",
        WINDOW_PATCHES);
  }

  private static Map<String, Long> decoder(DecodingTask task, ModelSettings settings) {
    PixelSize size =
        switch (task) {
          case GENERATION -> settings.generation().size();
          case EDITING -> settings.editing().size();
        };
    Map<String, Long> sizes = new HashMap<>();
    sizes.put("batch", 1L);
    sizes.put("contextTokens", context(task, settings));
    sizes.put("imageTokens", tiles(size, PATCH_PIXELS));
    sizes.put("rows", (long) size.height() / LATENT_PIXELS);
    sizes.put("columns", (long) size.width() / LATENT_PIXELS);
    return sizes;
  }

  private static long tiles(PixelSize size, int side) {
    return (long) (size.width() / side) * (size.height() / side);
  }

  /** Target tokens, and behind them those of the picture that is edited. */
  private static long context(DecodingTask task, ModelSettings settings) {
    ImageGrid grid = settings.generationGrid();
    return switch (task) {
      case GENERATION -> grid.tokens(MERGE);
      case EDITING -> grid.tokens(MERGE) + tiles(settings.referenceSize(), TOKEN_PIXELS);
    };
  }
}
