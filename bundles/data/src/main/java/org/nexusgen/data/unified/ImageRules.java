package org.nexusgen.data.unified;

import java.nio.file.Files;
import java.nio.file.Path;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.image.ImageFiles;
import org.nexusgen.data.json.Place;

/** What a picture file of a dataset must be. */
public final class ImageRules {
  /** The vision encoder's preprocessing refuses longer pictures (qwen_vl_utils, smart_resize). */
  private static final int MOST_ASPECT = 200;

  private static final int LEAST_SIDE = 4;
  private static final int MOST_SIDE = 16_384;
  private static final long MOST_BYTES = 64L << 20;

  private final ImageFiles files;

  public ImageRules(ImageFiles files) {
    this.files = files;
  }

  /**
   * Reads a picture.
   *
   * @throws BadInputException if it is missing, no picture, or of a size that no model takes
   */
  public Image read(Path file, Place place) {
    try {
      if (Files.isRegularFile(file) && file.toFile().length() > MOST_BYTES) {
        throw new BadInputException(
            "%s has %d bytes, at most %d are read"
                .formatted(file, file.toFile().length(), MOST_BYTES));
      }
      Image image = files.read(file);
      checkSize(image, file.toString());
      return image;
    } catch (BadInputException e) {
      throw place.bad(e);
    }
  }

  /** The same from memory; {@code name} is for messages. */
  public Image read(byte[] bytes, String name, Place place) {
    try {
      Image image = files.read(bytes, name);
      checkSize(image, name);
      return image;
    } catch (BadInputException e) {
      throw place.bad(e);
    }
  }

  private static void checkSize(Image image, String name) {
    int shorter = Math.min(image.width(), image.height());
    int longer = Math.max(image.width(), image.height());
    if (shorter < LEAST_SIDE || longer > MOST_SIDE || longer > (long) MOST_ASPECT * shorter) {
      throw new BadInputException(
          "%s has %dx%d pixels, wants sides of %d to %d with a ratio of at most %d; resize it"
              .formatted(name, image.width(), image.height(), LEAST_SIDE, MOST_SIDE, MOST_ASPECT));
    }
  }
}
