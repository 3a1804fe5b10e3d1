package org.nexusgen.api;

import java.util.List;
import org.nexusgen.api.backbone.Generation;
import org.nexusgen.api.vision.ImageEmbedding;

/**
 * What the backbone answered.
 *
 * @param text without control tokens; images in it show as {@code <image>}
 * @param newIds ids after the prompt
 * @param images embeddings of the images in it
 * @param finish why it ended
 */
public record Answer(
    String text,
    List<Integer> newIds,
    List<ImageEmbedding> images,
    Generation.Finish finish,
    JobReport report) {
  public Answer {
    newIds = List.copyOf(newIds);
    images = List.copyOf(images);
  }
}
