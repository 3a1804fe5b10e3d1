package org.nexusgen.langchain4j;

import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.image.ImageFiles;

/**
 * Answers questions about pictures, or about nothing but words. Pictures of a message come as
 * base64 data; nothing is fetched from the net. Thread-safe; whoever opened the model closes it.
 *
 * <p>Requests throw {@link UnsupportedFeatureException} for what the model cannot do, such as
 * calling tools, and {@link InvalidRequestException} for what their author got wrong.
 */
public final class NexusGenChatModel implements ChatModel {
  private final NexusGen model;
  private final Questions questions;

  /**
   * @param model that answers
   * @param files reads the pictures of messages
   */
  public NexusGenChatModel(NexusGen model, ImageFiles files) {
    this.model = model;
    this.questions = new Questions(new Pictures(files));
  }

  @Override
  public ChatResponse doChat(ChatRequest request) {
    try {
      return Responses.of(model.understand(questions.of(request)));
    } catch (BadInputException e) {
      throw new InvalidRequestException(e.getMessage(), e);
    }
  }
}
