package org.nexusgen.api;

import java.util.List;
import org.nexusgen.api.image.Image;

/**
 * Asks for image embeddings: the autoregressive half of generating (no pictures) or editing (with
 * the pictures to edit).
 *
 * @param images to edit; none to generate
 * @param prompt description or instruction
 * @param language of the generation template
 * @param polish whether the model first enriches the prompt
 */
public record ImaginingRequest(
    List<Image> images, String prompt, Language language, boolean polish, TokenOptions tokens) {
  public ImaginingRequest {
    images = List.copyOf(images);
  }
}
