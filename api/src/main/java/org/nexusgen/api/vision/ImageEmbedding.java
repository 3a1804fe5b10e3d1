package org.nexusgen.api.vision;

import org.nexusgen.api.BadInputException;
import org.nexusgen.api.tensor.Tensor;

/**
 * An image in the shared embedding space: what the vision encoder makes of a picture, and what the
 * backbone predicts for one (paper § 2.1).
 *
 * @param values F32 [rows * columns, d], row-major over the merged grid
 * @param rows of merged tokens
 * @param columns of merged tokens
 */
public record ImageEmbedding(Tensor values, int rows, int columns) {
  public ImageEmbedding {
    if (values.shape().rank() != 2 || values.shape().dim(0) != (long) rows * columns) {
      throw new BadInputException(
          "image embedding of %d x %d tokens: got shape %s, wants [%d,d]"
              .formatted(rows, columns, values.shape(), rows * columns));
    }
  }

  /** Number of tokens. */
  public int tokens() {
    return rows * columns;
  }

  /** Width of one token. */
  public int width() {
    return values.shape().size(1);
  }
}
