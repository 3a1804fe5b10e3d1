package org.nexusgen.api;

import java.util.List;
import org.nexusgen.api.image.Image;
import org.nexusgen.api.message.Message;

/**
 * A question, perhaps about pictures.
 *
 * @param history what was said before, oldest first; may be empty
 * @param images that the question is about
 * @param question in words
 * @param tokens how the answer is written
 * @param parts that should answer
 */
public record UnderstandingRequest(
    List<Message> history,
    List<Image> images,
    String question,
    TokenOptions tokens,
    PartChoice parts) {
  public UnderstandingRequest {
    history = List.copyOf(history);
    images = List.copyOf(images);
  }

  /** A question before which nothing was said. */
  public UnderstandingRequest(
      List<Image> images, String question, TokenOptions tokens, PartChoice parts) {
    this(List.of(), images, question, tokens, parts);
  }

  /** A question to the parts that rank first. */
  public UnderstandingRequest(List<Image> images, String question, TokenOptions tokens) {
    this(images, question, tokens, PartChoice.best());
  }

  /** A question with the model's own settings. */
  public static UnderstandingRequest of(String question, Image... images) {
    return new UnderstandingRequest(List.of(images), question, TokenOptions.model());
  }
}
