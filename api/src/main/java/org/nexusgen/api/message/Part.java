package org.nexusgen.api.message;

import org.nexusgen.api.image.Image;

/** A piece of a message. */
public sealed interface Part {
  /** Words. */
  record TextPart(String text) implements Part {}

  /** A picture. */
  record ImagePart(Image image) implements Part {}

  static Part text(String text) {
    return new TextPart(text);
  }

  static Part image(Image image) {
    return new ImagePart(image);
  }
}
