package org.nexusgen.training.decoder;

import java.util.List;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageEmbedding;

/**
 * What is known of one picture that is to be painted.
 *
 * @param embeddings of the target and, for edits, of the source at the reference's size
 * @param latents F32 [1, channels, rows, columns] of the target, shifted and scaled
 */
record Lesson(List<ImageEmbedding> embeddings, Tensor latents) {
  Lesson {
    embeddings = List.copyOf(embeddings);
  }
}
