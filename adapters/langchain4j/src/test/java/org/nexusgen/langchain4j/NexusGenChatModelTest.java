package org.nexusgen.langchain4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.langchain4j.agent.tool.ToolSpecification;
import dev.langchain4j.data.image.Image;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.InvalidRequestException;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.UnderstandingRequest;
import org.nexusgen.api.image.Image.Channels;
import org.nexusgen.api.image.ImageFiles;
import org.nexusgen.api.message.Message;
import org.nexusgen.api.message.Part;
import org.nexusgen.api.message.Role;

@DisplayName("LangChain4j's chat model")
class NexusGenChatModelTest {
  private static final ImageFiles FILES = ImageFiles.installed();
  private static final org.nexusgen.api.image.Image RED =
      new org.nexusgen.api.image.Image(1, 1, Channels.RGB, new byte[] {(byte) 255, 0, 0});

  private final Heard heard = new Heard((listener, cancellation) -> Heard.answer("a red dot"));
  private final ChatModel chat = new NexusGenChatModel(heard.model(), FILES);

  @Test
  @DisplayName("answers words with words")
  void answersWords() {
    assertThat(chat.chat("what is there?")).isEqualTo("a red dot");
    assertThat(question().question()).isEqualTo("what is there?");
    assertThat(question().images()).isEmpty();
  }

  @Test
  @DisplayName("says how many tokens it read and wrote, and why it ended")
  void saysHowMuch() {
    ChatResponse response = chat.chat(UserMessage.from("what is there?"));
    assertThat(response.tokenUsage().inputTokenCount()).isEqualTo(5);
    assertThat(response.tokenUsage().outputTokenCount()).isEqualTo(3);
    assertThat(response.finishReason()).isEqualTo(FinishReason.STOP);
  }

  @Test
  @DisplayName("shows the model the pictures of a message, pixel by pixel")
  void showsPictures() {
    Image png = new Pictures(FILES).write(RED, "");
    chat.chat(UserMessage.from(TextContent.from("and this?"), ImageContent.from(png)));
    assertThat(question().images()).hasSize(1);
    assertThat(question().images().get(0).pixels()).isEqualTo(RED.pixels());
  }

  @Test
  @DisplayName("tells the model what was said before, in order")
  void tellsHistory() {
    chat.chat(
        SystemMessage.from("be brief"),
        UserMessage.from("hello"),
        AiMessage.from("hi"),
        UserMessage.from("and now?"));
    assertThat(question().history())
        .containsExactly(
            new Message(Role.SYSTEM, List.of(Part.text("be brief"))),
            Message.user(Part.text("hello")),
            Message.assistant(Part.text("hi")));
    assertThat(question().question()).isEqualTo("and now?");
  }

  @Test
  @DisplayName("hands over how an answer is written; the temperature 0 is the best token always")
  void handsOverOptions() {
    chat.chat(
        ChatRequest.builder()
            .messages(UserMessage.from("?"))
            .temperature(0.0)
            .topK(7)
            .maxOutputTokens(9)
            .stopSequences(List.of("stop"))
            .build());
    assertThat(question().tokens().greedy()).isTrue();
    assertThat(question().tokens().temperature()).isEmpty();
    assertThat(question().tokens().topK()).hasValue(7);
    assertThat(question().tokens().maxTokens()).hasValue(9);
    assertThat(question().tokens().stop()).containsExactly("stop");
  }

  @Test
  @DisplayName("refuses tools by name")
  void refusesTools() {
    ChatRequest request =
        ChatRequest.builder()
            .messages(UserMessage.from("?"))
            .toolSpecifications(ToolSpecification.builder().name("clock").build())
            .build();
    assertThatThrownBy(() -> chat.chat(request))
        .isInstanceOf(UnsupportedFeatureException.class)
        .hasMessageContaining("tools");
    assertThat(heard.questions).isEmpty();
  }

  @Test
  @DisplayName("fetches no picture from the net, and says what it wants instead")
  void fetchesNothing() {
    UserMessage message =
        UserMessage.from(ImageContent.from(URI.create("http://127.0.0.1:9/picture.png")));
    assertThatThrownBy(() -> chat.chat(message))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("base64");
  }

  @Test
  @DisplayName("wants the last message to be the user's")
  void wantsAQuestion() {
    assertThatThrownBy(() -> chat.chat(UserMessage.from("hello"), AiMessage.from("hi")))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("last message");
  }

  @Test
  @DisplayName("passes on as an invalid request what the model refuses")
  void passesRefusalsOn() {
    Heard refusing =
        new Heard(
            (listener, cancellation) -> {
              throw new BadInputException("the prompt has 9 tokens, wants 8 or fewer");
            });
    ChatModel model = new NexusGenChatModel(refusing.model(), FILES);
    assertThatThrownBy(() -> model.chat("a long question"))
        .isInstanceOf(InvalidRequestException.class)
        .hasMessageContaining("8 or fewer");
  }

  private UnderstandingRequest question() {
    return heard.questions.get(0);
  }
}
