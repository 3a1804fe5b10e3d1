package org.nexusgen.projectors;

import java.util.List;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.decode.Conditioning.TokenGroup;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageEmbedding;

/**
 * Pictures whose embeddings have the same grids, one after the other.
 *
 * @param parts for each picture its target and references
 * @param width of every embedding
 * @param where for messages
 */
record PictureBatch(List<List<ImageEmbedding>> parts, long width, String where) {
  PictureBatch {
    parts = List.copyOf(parts);
    if (parts.isEmpty() || parts.get(0).isEmpty()) {
      throw new BadInputException(where + ": got no picture, wants one or more");
    }
    List<TokenGroup> wanted = Groups.of(parts.get(0), true);
    for (List<ImageEmbedding> picture : parts) {
      if (!Groups.of(picture, true).equals(wanted)) {
        throw new BadInputException(
            "%s: got pictures of embeddings %s and %s in one batch, wants equal grids; sort them by size"
                .formatted(where, shown(parts.get(0)), shown(picture)));
      }
      picture.forEach(embedding -> Widths.require(embedding, width, where));
    }
  }

  private static List<String> shown(List<ImageEmbedding> picture) {
    return picture.stream().map(e -> e.rows() + "x" + e.columns()).toList();
  }

  List<ImageEmbedding> first() {
    return parts.get(0);
  }

  /** F32 [pictures,tokens,width]. */
  Tensor embeddings() {
    int tokens = first().stream().mapToInt(ImageEmbedding::tokens).sum();
    float[] values = new float[Math.toIntExact((long) parts.size() * tokens * width)];
    int at = 0;
    for (List<ImageEmbedding> picture : parts) {
      for (ImageEmbedding embedding : picture) {
        float[] part = embedding.values().floats();
        System.arraycopy(part, 0, values, at, part.length);
        at += part.length;
      }
    }
    return Tensor.of(values, parts.size(), tokens, width);
  }
}
