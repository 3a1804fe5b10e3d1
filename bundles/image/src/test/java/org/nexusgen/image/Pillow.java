package org.nexusgen.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.nexusgen.api.image.Image;

/** Pictures that Pillow 12.3 made from each other: resized, composited, decoded. */
final class Pillow {
  private Pillow() {}

  static Image picture(String name) {
    return new JavaImageFiles().read(bytes(name), name);
  }

  static byte[] bytes(String name) {
    try (InputStream stream = Pillow.class.getResourceAsStream("/pillow/" + name)) {
      if (stream == null) {
        throw new IllegalStateException("no test picture " + name);
      }
      return stream.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
