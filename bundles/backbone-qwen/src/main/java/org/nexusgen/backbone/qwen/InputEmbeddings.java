package org.nexusgen.backbone.qwen;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.text.Prompt;
import org.nexusgen.api.vision.ImageEmbedding;

/**
 * What the network is fed with.
 *
 * @param tokens a row for each token id
 * @param prefill the learned inputs of prefilled autoregression (arXiv 2504.21356 § 2.2): row k is
 *     fed where embedding k of an image was predicted
 */
record InputEmbeddings(EmbeddingTable tokens, EmbeddingTable prefill) {
  /**
   * The rows of a prompt; its pictures' embeddings take their placeholders' places.
   *
   * @throws BadInputException if placeholders and pictures do not match, or an id is unknown
   */
  List<Row> rows(Prompt prompt, List<Position> positions, QwenBackboneConfig config) {
    Iterator<ImageEmbedding> pictures = prompt.images().iterator();
    List<Row> rows = new ArrayList<>();
    int at = 0;
    while (at < prompt.ids().length) {
      if (prompt.ids()[at] == config.imageTokenId()) {
        ImageEmbedding picture = pictures.next(); // positions were counted, so there is one
        if (picture.width() != config.hiddenSize()) {
          throw new BadInputException(
              "picture at token %d has embeddings of width %d, the backbone wants %d"
                  .formatted(at, picture.width(), config.hiddenSize()));
        }
        for (FloatBuffer row : FloatRows.of(picture.values())) {
          rows.add(new Row(row, positions.get(at++)));
        }
      } else {
        rows.add(new Row(tokens.row(prompt.ids()[at]), positions.get(at)));
        at++;
      }
    }
    if (pictures.hasNext()) {
      throw new BadInputException(
          "prompt has fewer image placeholders than its %d pictures"
              .formatted(prompt.images().size()));
    }
    return rows;
  }
}
