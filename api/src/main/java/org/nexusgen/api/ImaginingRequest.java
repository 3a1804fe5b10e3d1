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
 * @param tokens how the backbone writes
 * @param parts that should imagine
 */
public record ImaginingRequest(
    List<Image> images,
    String prompt,
    Language language,
    boolean polish,
    TokenOptions tokens,
    PartChoice parts) {
  public ImaginingRequest {
    images = List.copyOf(images);
  }

  /** A request to the parts that rank first. */
  public ImaginingRequest(
      List<Image> images, String prompt, Language language, boolean polish, TokenOptions tokens) {
    this(images, prompt, language, polish, tokens, PartChoice.best());
  }
}
