package org.nexusgen.api;

import java.util.List;
import org.nexusgen.api.image.Image;

/**
 * A question, perhaps about pictures.
 *
 * @param images that it is about
 * @param question in words
 * @param tokens how the answer is written
 * @param parts that should answer
 */
public record UnderstandingRequest(
    List<Image> images, String question, TokenOptions tokens, PartChoice parts) {
  public UnderstandingRequest {
    images = List.copyOf(images);
  }

  /** A question to the parts that rank first. */
  public UnderstandingRequest(List<Image> images, String question, TokenOptions tokens) {
    this(images, question, tokens, PartChoice.best());
  }
}
