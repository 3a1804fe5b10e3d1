package org.nexusgen.langchain4j;

import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import dev.langchain4j.model.chat.response.StreamingHandle;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.Cancellation;
import org.nexusgen.api.CancelledException;
import org.nexusgen.api.JobListener;
import org.nexusgen.api.NexusGen;
import org.nexusgen.api.UnderstandingRequest;
import org.nexusgen.api.image.ImageFiles;

/**
 * As {@link NexusGenChatModel}, telling each piece of the answer when it becomes certain. An answer
 * is written on a thread of its own; its handler hears nothing more once it has cancelled.
 */
public final class NexusGenStreamingChatModel implements StreamingChatModel {
  private final NexusGen model;
  private final Questions questions;

  /**
   * @param model that answers
   * @param files reads the pictures of messages
   */
  public NexusGenStreamingChatModel(NexusGen model, ImageFiles files) {
    this.model = model;
    this.questions = new Questions(new Pictures(files));
  }

  @Override
  public void doChat(ChatRequest request, StreamingChatResponseHandler handler) {
    UnderstandingRequest question;
    try {
      question = questions.of(request);
    } catch (BadInputException e) {
      throw new InvalidRequestException(e.getMessage(), e);
    }
    Thread.ofPlatform().daemon().name("nexusgen-answer").start(() -> answer(question, handler));
  }

  private void answer(UnderstandingRequest question, StreamingChatResponseHandler handler) {
    Cancellation cancellation = new Cancellation();
    ChatResponse response;
    try {
      response =
          Responses.of(
              model.understand(question, new Listener(handler, cancellation), cancellation));
    } catch (CancelledException e) {
      return;
    } catch (BadInputException e) {
      handler.onError(new InvalidRequestException(e.getMessage(), e));
      return;
    } catch (RuntimeException e) {
      handler.onError(e);
      return;
    }
    handler.onCompleteResponse(response);
  }

  /** Passes pieces on, with a handle that cancels. */
  private record Listener(StreamingChatResponseHandler handler, Cancellation cancellation)
      implements JobListener, StreamingHandle {
    @Override
    public void text(String piece) {
      handler.onPartialResponse(new PartialResponse(piece), new PartialResponseContext(this));
    }

    @Override
    public void cancel() {
      cancellation.cancel();
    }

    @Override
    public boolean isCancelled() {
      return cancellation.isRequested();
    }
  }
}
