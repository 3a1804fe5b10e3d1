package org.nexusgen.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.Content;
import dev.langchain4j.data.message.ImageContent;
import dev.langchain4j.data.message.SystemMessage;
import dev.langchain4j.data.message.TextContent;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.exception.UnsupportedFeatureException;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ResponseFormatType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.PartChoice;
import org.nexusgen.api.TokenOptions;
import org.nexusgen.api.UnderstandingRequest;
import org.nexusgen.api.message.Message;
import org.nexusgen.api.message.Part;
import org.nexusgen.api.message.Role;

/** LangChain4j's requests as questions: the last message asks, what stands before is history. */
record Questions(Pictures pictures) {
  /**
   * @throws BadInputException if the last message is not the user's, or a picture is none
   * @throws UnsupportedFeatureException if it asks for tools, formats, penalties or another model
   */
  UnderstandingRequest of(ChatRequest request) {
    refuse(request);
    List<ChatMessage> said = request.messages();
    if (!(said.get(said.size() - 1) instanceof UserMessage)) {
      throw new BadInputException(
          "chat: the last message is of %s, wants one of the user"
              .formatted(said.get(said.size() - 1).type()));
    }
    List<Message> messages = new ArrayList<>(said.stream().map(this::message).toList());
    Message question = messages.remove(messages.size() - 1);
    return new UnderstandingRequest(
        messages, question.images(), words(question), options(request), PartChoice.best());
  }

  private Message message(ChatMessage message) {
    return switch (message) {
      case SystemMessage system -> new Message(Role.SYSTEM, List.of(Part.text(system.text())));
      case UserMessage user ->
          new Message(Role.USER, user.contents().stream().map(this::part).toList());
      case AiMessage answer -> Message.assistant(Part.text(words(answer)));
      default -> throw unsupported("messages of " + message.type());
    };
  }

  private static String words(AiMessage answer) {
    String text = answer.text();
    if (text == null) {
      throw unsupported("answers without words in a history");
    }
    return text;
  }

  private Part part(Content content) {
    return switch (content) {
      case TextContent text -> Part.text(text.text());
      case ImageContent image -> Part.image(pictures.read(image.image()));
      default -> throw unsupported("contents of " + content.type());
    };
  }

  /** A question's pictures come before its words, as the model was trained to see them. */
  private static String words(Message question) {
    List<String> texts =
        question.parts().stream()
            .filter(Part.TextPart.class::isInstance)
            .map(part -> ((Part.TextPart) part).text())
            .toList();
    return String.join("\n", texts);
  }

  private static TokenOptions options(ChatRequest request) {
    OptionalDouble temperature = number(request.temperature());
    boolean greedy = temperature.isPresent() && temperature.getAsDouble() == 0;
    return new TokenOptions(
        integer(request.maxOutputTokens()),
        greedy,
        greedy ? OptionalDouble.empty() : temperature,
        integer(request.topK()),
        number(request.topP()),
        OptionalDouble.empty(),
        OptionalLong.empty(),
        request.stopSequences() == null ? List.of() : request.stopSequences(),
        Optional.empty());
  }

  private static void refuse(ChatRequest request) {
    if (request.toolSpecifications() != null && !request.toolSpecifications().isEmpty()) {
      throw unsupported("calling tools");
    }
    if (request.responseFormat() != null
        && request.responseFormat().type() != ResponseFormatType.TEXT) {
      throw unsupported("answers of the format " + request.responseFormat().type());
    }
    if (request.frequencyPenalty() != null || request.presencePenalty() != null) {
      throw unsupported("penalties of frequency and presence");
    }
    if (request.modelName() != null) {
      throw unsupported("choosing a model by request ('%s')".formatted(request.modelName()));
    }
  }

  private static UnsupportedFeatureException unsupported(String what) {
    return new UnsupportedFeatureException("Nexus-Gen does not support " + what);
  }

  private static OptionalInt integer(@Nullable Integer value) {
    return value == null ? OptionalInt.empty() : OptionalInt.of(value);
  }

  private static OptionalDouble number(@Nullable Double value) {
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
