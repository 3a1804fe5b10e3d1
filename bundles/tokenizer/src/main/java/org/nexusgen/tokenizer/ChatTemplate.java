package org.nexusgen.tokenizer;

import java.util.List;

/** Writes a conversation as the text that the model was trained on. Thread-safe. */
sealed interface ChatTemplate permits ChatMarkup, JinjaTemplate {
  /**
   * The text of a conversation.
   *
   * @param addGenerationPrompt whether the assistant's turn is opened at the end
   * @throws org.nexusgen.api.BadInputException if the template refuses the conversation or fails
   */
  String render(List<ChatTurn> turns, boolean addGenerationPrompt);
}
