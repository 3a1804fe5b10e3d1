package org.nexusgen.pipeline;

import org.nexusgen.api.BadInputException;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageEmbedding;
import org.nexusgen.api.vision.ImageGrid;

/** Reads bare embedding tensors, which do not say how their tokens lie on the picture. */
final class Embeddings {
  private static final int MERGE = 2;

  private Embeddings() {}

  /**
   * Tokens on the model's own grid if their number fits, else on a square one.
   *
   * @param values F32 [n,d] or [1,n,d]
   * @param what is read, for messages
   */
  static ImageEmbedding of(Tensor values, ImageGrid modelGrid, String what) {
    Tensor flat = flatten(values, what);
    int tokens = flat.shape().size(0);
    int rows = modelGrid.height() / MERGE;
    int columns = modelGrid.width() / MERGE;
    if (tokens != rows * columns) {
      rows = (int) Math.round(Math.sqrt(tokens));
      columns = rows;
    }
    if (tokens == 0 || rows * columns != tokens) {
      throw new BadInputException(
          "%s: got %d tokens, wants %d (the model's grid) or a square number"
              .formatted(what, tokens, modelGrid.tokens(MERGE)));
    }
    return new ImageEmbedding(Tensor.of(flat.floats(), tokens, flat.shape().dim(1)), rows, columns);
  }

  private static Tensor flatten(Tensor values, String what) {
    if (!values.dtype().isFloat()) {
      throw new BadInputException("%s: got %s, wants floats".formatted(what, values));
    }
    if (values.shape().rank() == 3 && values.shape().dim(0) == 1) {
      return values.reshape(values.shape().dim(1), values.shape().dim(2));
    }
    if (values.shape().rank() != 2) {
      throw new BadInputException(
          "%s: got shape %s, wants [tokens,width]".formatted(what, values.shape()));
    }
    return values;
  }
}
