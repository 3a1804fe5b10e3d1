package org.nexusgen.backbone.qwen;

import org.nexusgen.api.BadInputException;

/**
 * How many tokens an answer may have.
 *
 * @param tokens in all
 * @param limit what sets it, for messages
 */
record TokenBudget(int tokens, String limit) {
  /**
   * The caller's budget, or what the context leaves of it.
   *
   * @throws BadInputException if the prompt is empty or leaves no room
   */
  static TokenBudget of(int promptLength, int maxNewTokens, int contextLength) {
    int room = contextLength - promptLength;
    if (promptLength == 0) {
      throw new BadInputException("the prompt has no tokens");
    }
    if (room < 1) {
      throw new BadInputException(
          "the prompt has %d tokens, the model's context holds %d and must leave room for an answer; "
                  .formatted(promptLength, contextLength)
              + "shorten the prompt or give fewer or smaller pictures");
    }
    return room < maxNewTokens
        ? new TokenBudget(
            room, "context of %d tokens behind %d of prompt".formatted(contextLength, promptLength))
        : new TokenBudget(maxNewTokens, "token budget of " + maxNewTokens);
  }

  int remaining(int written) {
    return tokens - written;
  }

  /**
   * Whether an image could have been whole at the beginning, but not any more: a model that has
   * talked for so long goes on talking, and its answer has no image rather than a part of one.
   */
  boolean isTooLateFor(int written, int embeddings) {
    return tokens > embeddings && remaining(written + 1) < embeddings;
  }

  /**
   * Makes sure that an image that begins now will be whole.
   *
   * @param written tokens so far, {@code vision_start} included
   */
  void requireImage(int written, int embeddings) {
    if (remaining(written) < embeddings) {
      throw new BadInputException(
          "the %s ends inside an image: %d tokens before it and its %d embeddings need %d"
              .formatted(limit, written, embeddings, written + embeddings));
    }
  }
}
