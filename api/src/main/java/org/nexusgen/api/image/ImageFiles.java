package org.nexusgen.api.image;

import java.nio.file.Path;
import java.util.ServiceLoader;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGenException;
import org.osgi.annotation.versioning.ProviderType;

/** Reads and writes pictures. A service. */
@ProviderType
public interface ImageFiles {
  /** Those of the class path or module path. */
  static ImageFiles installed() {
    return ServiceLoader.load(ImageFiles.class)
        .findFirst()
        .orElseThrow(
            () ->
                new NexusGenException(
                    "no ImageFiles on the class path or module path; add nexusgen-image"));
  }

  /**
   * Reads a PNG, JPEG, GIF or BMP file as RGB, or RGBA where it has transparency. Gray, palette,
   * 16-bit and CMYK pictures are converted as PIL does; EXIF orientation is applied.
   *
   * @throws BadInputException if the file is missing, not a picture, damaged or too large
   */
  Image read(Path file);

  /** Like {@link #read(Path)} from bytes; {@code name} is for messages. */
  Image read(byte[] bytes, String name);

  /**
   * Writes a PNG, whole or not at all.
   *
   * @throws NexusGenException if it cannot be written; what stood there before stays
   */
  void writePng(Image image, Path file);

  /** The bytes of a PNG file. */
  byte[] toPng(Image image);
}
