package org.nexusgen.image;

import java.util.Arrays;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.image.Image.Channels;
import org.nexusgen.api.image.ImageResizer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Resizes byte for byte as Pillow does for 8-bit pictures (its {@code Resample.c}): the horizontal
 * pass first, its result rounded and clipped to 8 bits, then the vertical pass.
 */
@Component
public final class PillowResizer implements ImageResizer {
  /** Virtual machines keep a few words of an array for themselves. */
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  /** For the service loader and Declarative Services. */
  @Activate
  public PillowResizer() {}

  @Override
  public Image resize(Image image, int width, int height, Filter filter) {
    if (width < 1 || height < 1) {
      throw new BadInputException(
          "resize to %dx%d: both sides must be at least 1 pixel".formatted(width, height));
    }
    if (width == image.width() && height == image.height()) {
      return image;
    }
    // The narrowed picture, between the passes, may be larger than both ends.
    checkSize(width, Math.max(height, image.height()), image.channels().count());
    return switch (image.channels()) {
      case RGB -> resample(image, width, height, filter);
      // Colours are weighted by their alpha, or transparent pixels would bleed into opaque ones.
      case RGBA -> Alpha.unpremultiply(resample(Alpha.premultiply(image), width, height, filter));
    };
  }

  @Override
  public Image overWhite(Image image) {
    return image.channels() == Channels.RGB ? image : Alpha.overWhite(image);
  }

  private static Image resample(Image image, int width, int height, Filter filter) {
    Image narrowed =
        width == image.width()
            ? image
            : horizontal(image, ResampleKernel.of(image.width(), width, filter));
    return height == image.height()
        ? narrowed
        : vertical(narrowed, ResampleKernel.of(image.height(), height, filter));
  }

  private static Image horizontal(Image image, ResampleKernel kernel) {
    int channels = image.channels().count();
    int width = kernel.size();
    byte[] source = image.pixels();
    byte[] target = new byte[width * image.height() * channels];
    int rowLength = image.width() * channels;
    int at = 0;
    for (int y = 0; y < image.height(); y++) {
      int row = y * rowLength;
      for (int x = 0; x < width; x++) {
        int[] weights = kernel.weights(x);
        int first = row + kernel.first(x) * channels;
        for (int channel = 0; channel < channels; channel++) {
          int sum = ResampleKernel.HALF;
          int from = first + channel;
          for (int weight : weights) {
            sum += weight * (source[from] & 0xff);
            from += channels;
          }
          target[at++] = ResampleKernel.toByte(sum);
        }
      }
    }
    return new Image(width, image.height(), image.channels(), target);
  }

  private static Image vertical(Image image, ResampleKernel kernel) {
    int channels = image.channels().count();
    int height = kernel.size();
    byte[] source = image.pixels();
    byte[] target = new byte[image.width() * height * channels];
    int rowLength = image.width() * channels;
    int[] sums = new int[rowLength];
    for (int y = 0; y < height; y++) {
      Arrays.fill(sums, ResampleKernel.HALF);
      int from = kernel.first(y) * rowLength;
      for (int weight : kernel.weights(y)) {
        for (int i = 0; i < rowLength; i++) {
          sums[i] += weight * (source[from + i] & 0xff);
        }
        from += rowLength;
      }
      int to = y * rowLength;
      for (int i = 0; i < rowLength; i++) {
        target[to + i] = ResampleKernel.toByte(sums[i]);
      }
    }
    return new Image(image.width(), height, image.channels(), target);
  }

  private static void checkSize(int width, int height, int channels) {
    long bytes = (long) width * height * channels;
    if (bytes > LARGEST_ARRAY) {
      throw new BadInputException(
          "resize to %dx%d pixels: %d bytes do not fit an array; choose a smaller size"
              .formatted(width, height, bytes));
    }
  }
}
