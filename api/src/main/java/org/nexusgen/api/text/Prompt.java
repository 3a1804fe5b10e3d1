package org.nexusgen.api.text;

import java.util.List;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.vision.ImageEmbedding;

/**
 * What the backbone reads: ids with every picture's placeholder repeated once for each of its
 * embeddings, and the embeddings that take those places.
 */
@SuppressWarnings("ArrayRecordComponent") // ids are large: sharing is the point
public record Prompt(int[] ids, List<ImageEmbedding> images) {
  public Prompt {
    images = List.copyOf(images);
  }

  /**
   * Repeats the n-th placeholder as often as the n-th picture has embeddings.
   *
   * @throws BadInputException if there are not as many placeholders as pictures
   */
  public static Prompt expand(int[] ids, int placeholder, List<ImageEmbedding> images) {
    int placeholders = 0;
    for (int id : ids) {
      placeholders += id == placeholder ? 1 : 0;
    }
    if (placeholders != images.size()) {
      throw new BadInputException(
          "prompt has %d image placeholders for %d pictures"
              .formatted(placeholders, images.size()));
    }
    int length = ids.length - placeholders;
    for (ImageEmbedding image : images) {
      length += image.tokens();
    }
    int[] expanded = new int[length];
    int at = 0;
    int picture = 0;
    for (int id : ids) {
      int repeats = id == placeholder ? images.get(picture++).tokens() : 1;
      for (int i = 0; i < repeats; i++) {
        expanded[at++] = id;
      }
    }
    return new Prompt(expanded, images);
  }
}
