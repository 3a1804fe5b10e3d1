package org.nexusgen.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.chat.response.PartialResponse;
import dev.langchain4j.model.chat.response.PartialResponseContext;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.NexusGenException;
import org.nexusgen.api.image.ImageFiles;

@DisplayName("LangChain4j's streaming chat model")
class NexusGenStreamingChatModelTest {
  private static final ImageFiles FILES = ImageFiles.installed();

  @Test
  @DisplayName("tells each piece, then the whole")
  void tellsPieces() throws InterruptedException {
    Heard heard =
        new Heard(
            (listener, cancellation) -> {
              listener.text("a red ");
              listener.text("dot");
              return Heard.answer("a red dot");
            });
    Handler handler = new Handler(false);
    model(heard).chat("what is there?", handler);
    handler.awaitEnd();
    assertThat(handler.heard).containsExactly("a red ", "dot", "whole: a red dot");
  }

  @Test
  @DisplayName("stops when its handler cancels, and says nothing more")
  void cancels() throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    Heard heard =
        new Heard(
            (listener, cancellation) -> {
              listener.text("a red ");
              try {
                cancellation.check();
                return Heard.answer("not cancelled");
              } finally {
                stopped.countDown();
              }
            });
    Handler handler = new Handler(true);
    model(heard).chat("what is there?", handler);
    assertThat(stopped.await(1, TimeUnit.MINUTES)).isTrue();
    assertThat(handler.ended.await(200, TimeUnit.MILLISECONDS)).isFalse();
    assertThat(handler.heard).containsExactly("a red ");
  }

  @Test
  @DisplayName("tells its handler what failed")
  void tellsFailures() throws InterruptedException {
    Heard heard =
        new Heard(
            (listener, cancellation) -> {
              throw new NexusGenException("out of memory");
            });
    Handler handler = new Handler(false);
    model(heard).chat("what is there?", handler);
    handler.awaitEnd();
    assertThat(handler.heard).containsExactly("error: out of memory");
  }

  private static StreamingChatModel model(Heard heard) {
    return new NexusGenStreamingChatModel(heard.model(), FILES);
  }

  private static final class Handler implements StreamingChatResponseHandler {
    final List<String> heard = Collections.synchronizedList(new ArrayList<>());
    final CountDownLatch ended = new CountDownLatch(1);
    private final boolean cancels;

    Handler(boolean cancels) {
      this.cancels = cancels;
    }

    void awaitEnd() throws InterruptedException {
      assertThat(ended.await(1, TimeUnit.MINUTES)).isTrue();
    }

    @Override
    public void onPartialResponse(PartialResponse piece, PartialResponseContext context) {
      heard.add(piece.text());
      if (cancels) {
        context.streamingHandle().cancel();
      }
    }

    @Override
    public void onCompleteResponse(ChatResponse response) {
      heard.add("whole: " + response.aiMessage().text());
      ended.countDown();
    }

    @Override
    public void onError(Throwable failure) {
      heard.add("error: " + failure.getMessage());
      ended.countDown();
    }
  }
}
