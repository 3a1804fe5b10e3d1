package org.nexusgen.training.pictures;

import org.nexusgen.api.image.Image;
import org.nexusgen.api.image.ImageResizer;
import org.nexusgen.api.image.ImageResizer.Filter;
import org.nexusgen.api.weights.PixelSize;

/**
 * Pictures at a decoder's size as the reference's training has them: resized to cover it, bilinear,
 * then the middle is cut out; never mirrored.
 */
public record Fitting(ImageResizer resizer, PixelSize size) {
  public Image of(Image picture) {
    Image rgb = picture.dropAlpha();
    if (rgb.width() == size.width() && rgb.height() == size.height()) {
      return rgb;
    }
    double scale =
        Math.max((double) size.width() / rgb.width(), (double) size.height() / rgb.height());
    int width = Math.max(size.width(), (int) Math.round(rgb.width() * scale));
    int height = Math.max(size.height(), (int) Math.round(rgb.height() * scale));
    Image covering = resizer.resize(rgb, width, height, Filter.BILINEAR);
    return Pixels.crop(
        covering,
        (width - size.width()) / 2,
        (height - size.height()) / 2,
        size.width(),
        size.height());
  }
}
