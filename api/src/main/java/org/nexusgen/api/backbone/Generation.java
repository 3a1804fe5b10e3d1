package org.nexusgen.api.backbone;

import java.util.List;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.vision.ImageEmbedding;

/**
 * What the backbone answered.
 *
 * @param newIds tokens after the prompt, image placeholders and the final stop token included
 * @param images embeddings of the images in the answer, in order
 * @param finish why it ended
 * @param promptPositions rotary positions of the prompt, I64 [3,1,L]
 * @param forwards how often the network ran
 */
@SuppressWarnings("ArrayRecordComponent") // ids are large: sharing is the point
public record Generation(
    int[] newIds,
    List<ImageEmbedding> images,
    Finish finish,
    Tensor promptPositions,
    int forwards) {
  /** Why a generation ended. */
  public enum Finish {
    /** The model said that it is done. */
    END_OF_TEXT,
    /** The token budget was used up. */
    BUDGET,
    /** The listener asked for the end. */
    STOPPED
  }

  public Generation {
    images = List.copyOf(images);
  }
}
