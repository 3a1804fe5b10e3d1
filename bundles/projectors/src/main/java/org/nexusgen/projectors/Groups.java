package org.nexusgen.projectors;

import java.util.List;
import org.nexusgen.api.decode.Conditioning.TokenGroup;
import org.nexusgen.api.vision.ImageEmbedding;

/** Where a picture's context tokens lie: each embedding is a group of its own. */
final class Groups {
  private Groups() {}

  static List<TokenGroup> of(List<ImageEmbedding> embeddings, boolean positioned) {
    return embeddings.stream()
        .map(embedding -> new TokenGroup(embedding.rows(), embedding.columns(), positioned))
        .toList();
  }
}
