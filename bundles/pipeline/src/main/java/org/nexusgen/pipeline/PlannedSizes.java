package org.nexusgen.pipeline;

import java.util.HashMap;
import java.util.Map;
import org.nexusgen.api.decode.DecodingTask;
import org.nexusgen.api.engine.FigurePart;
import org.nexusgen.api.vision.ImageGrid;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.ModelSettings;
import org.nexusgen.api.weights.PixelSize;
import org.nexusgen.api.weights.WeightSet;

/**
 * The sizes for which memory is planned: those of a large request of the model's own defaults, or
 * of a picture that is asked for. The names are the symbols of the shipped parts' graphs; the
 * workspace of a graph with other symbols is not estimated.
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

  /** Latents of a transformer token's side. */
  private static final int PATCH = 2;

  /** The autoencoder's weights of one level begin so; each but the last halves a picture. */
  private static final String LEVEL = "decoder.up.";

  private static final int REFERENCE_LEVELS = 4;

  private PlannedSizes() {}

  static Map<String, Long> of(FigurePart part, DecodingTask task, ModelFolder model) {
    ModelSettings settings = model.settings();
    return switch (part) {
      case VISION_ENCODER -> encoder(settings);
      case BACKBONE -> Map.of("batch", 1L, "rows", CONTEXT, "past", 0L, "scored", 1L, "images", 1L);
      case PROJECTOR -> Map.of("batch", 1L, "contextTokens", context(task, settings));
      case DECODER -> painting(task, model, size(task, settings));
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

  private static PixelSize size(DecodingTask task, ModelSettings settings) {
    return switch (task) {
      case GENERATION -> settings.generation().size();
      case EDITING -> settings.editing().size();
    };
  }

  /** Of a decoder that paints a picture of this size. */
  static Map<String, Long> painting(DecodingTask task, ModelFolder model, PixelSize size) {
    int latent = latentPixels(model);
    Map<String, Long> sizes = new HashMap<>();
    sizes.put("batch", 1L);
    sizes.put("contextTokens", context(task, model.settings()));
    sizes.put("imageTokens", tiles(size, PATCH * latent));
    sizes.put("rows", (long) size.height() / latent);
    sizes.put("columns", (long) size.width() / latent);
    return sizes;
  }

  /** Pixels of a latent's side. */
  static int latentPixels(ModelFolder model) {
    int levels =
        model.has(WeightSet.AUTOENCODER) ? model.weights(WeightSet.AUTOENCODER).count(LEVEL) : 0;
    return 1 << ((levels == 0 ? REFERENCE_LEVELS : levels) - 1);
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
