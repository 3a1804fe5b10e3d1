package org.nexusgen.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import dev.langchain4j.model.output.TokenUsage;
import org.nexusgen.api.Answer;
import org.nexusgen.api.backbone.Generation;
import org.nexusgen.api.tensor.Tensor;

/** Answers in LangChain4j's words. */
final class Responses {
  private Responses() {}

  static ChatResponse of(Answer answer) {
    return ChatResponse.builder()
        .aiMessage(AiMessage.from(answer.text()))
        .tokenUsage(new TokenUsage(promptTokens(answer), answer.newIds().size()))
        .finishReason(reason(answer.finish()))
        .build();
  }

  private static int promptTokens(Answer answer) {
    Tensor ids = answer.report().tensors().get("input_ids");
    return ids == null ? 0 : Math.toIntExact(ids.shape().elements());
  }

  private static FinishReason reason(Generation.Finish finish) {
    return switch (finish) {
      case END_OF_TEXT, STOPPED -> FinishReason.STOP;
      case BUDGET -> FinishReason.LENGTH;
    };
  }
}
