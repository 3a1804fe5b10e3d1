package org.nexusgen.projectors;

import org.nexusgen.api.BadInputException;
import org.nexusgen.api.vision.ImageEmbedding;

/** The check that a projector makes of an embedding. */
final class Widths {
  private Widths() {}

  static void require(ImageEmbedding embedding, long width, String where) {
    if (embedding.width() != width) {
      throw new BadInputException(
          "%s: got image embeddings of width %d, wants %d; embeddings and decoder must be of one model"
              .formatted(where, embedding.width(), width));
    }
  }
}
