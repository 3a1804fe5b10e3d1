package org.nexusgen.encoder.qwen;

import java.util.Optional;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.image.ImageResizer;
import org.nexusgen.api.image.ImageResizer.Filter;
import org.nexusgen.api.vision.ImageRoute;
import org.nexusgen.api.weights.ModelSettings;
import org.nexusgen.api.weights.PixelSize;

/** Brings pictures to the encoder's size, on each of the reference's routes. */
final class QwenImageProcessor {
  /** bound_image of the reference: image_understanding.py and image_editing.py. */
  private static final int PROMPT_MAX_PIXELS = 262_640;

  /** MIN_PIXELS and MAX_PIXELS of qwen_vl_utils, counted in squares of one embedding. */
  private static final int LIBRARY_MIN_TOKENS = 4;

  private static final int LIBRARY_MAX_TOKENS = 16_384;

  private final ImageResizer resizer;
  private final Optional<PixelSize> promptSize;
  private final PixelSize referenceSize;
  private final PixelSize targetSize;
  private final int tokenSide;
  private final SmartResize library;
  private final SmartResize bound;
  private final SmartResize processor;

  QwenImageProcessor(
      ImageResizer resizer,
      ModelSettings settings,
      QwenVisionConfig vision,
      QwenProcessorConfig config) {
    this.resizer = resizer;
    this.tokenSide = vision.tokenSide();
    this.promptSize = settings.promptSize();
    this.referenceSize = settings.referenceSize();
    this.targetSize = settings.targetSize();
    int square = tokenSide * tokenSide;
    int minPixels = LIBRARY_MIN_TOKENS * square;
    this.library = new SmartResize(tokenSide, minPixels, LIBRARY_MAX_TOKENS * square);
    this.bound = new SmartResize(tokenSide, minPixels, PROMPT_MAX_PIXELS);
    this.processor = new SmartResize(tokenSide, config.minPixels(), config.maxPixels());
  }

  /** The picture as RGB, at the size at which the route encodes it. */
  Image prepare(Image image, ImageRoute route) {
    return switch (route) {
      case UNDERSTANDING -> understanding(resizer.overWhite(image));
      case EDITING -> editing(image.dropAlpha());
      case REFERENCE -> exact(image.dropAlpha(), referenceSize, Filter.BILINEAR);
      case TARGET -> exact(image.dropAlpha(), targetSize, Filter.BICUBIC);
    };
  }

  /** The picture as RGB, at exactly this size. */
  Image prepare(Image image, PixelSize size) {
    return exact(image.dropAlpha(), size, Filter.BICUBIC);
  }

  private Image understanding(Image image) {
    return promptSize
        .map(size -> exact(image, size, Filter.BICUBIC))
        .orElseGet(() -> smart(smart(smart(image, library), bound), processor));
  }

  private Image editing(Image image) {
    return promptSize
        .map(size -> exact(image, size, Filter.BICUBIC))
        .orElseGet(() -> smart(smart(image, bound), processor));
  }

  private Image smart(Image image, SmartResize rule) {
    return resize(image, rule.apply(new PixelSize(image.width(), image.height())), Filter.BICUBIC);
  }

  private Image resize(Image image, PixelSize size, Filter filter) {
    return resizer.resize(image, size.width(), size.height(), filter);
  }

  private Image exact(Image image, PixelSize size, Filter filter) {
    if (size.width() % tokenSide != 0 || size.height() % tokenSide != 0) {
      throw new BadInputException(
          "vision encoder: size %s, wants multiples of %d pixels".formatted(size, tokenSide));
    }
    return resize(image, size, filter);
  }
}
