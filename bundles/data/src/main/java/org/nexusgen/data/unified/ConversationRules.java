package org.nexusgen.data.unified;

import java.util.List;
import java.util.Optional;
import org.nexusgen.api.message.Role;

/** What makes pictures and turns a sample, apart from the picture files themselves. */
public final class ConversationRules {
  /** Tokens that steer the model: they come from the form, never from text. */
  private static final List<String> CONTROL_TOKENS =
      List.of(
          "<|im_start|>",
          "<|im_end|>",
          "<|endoftext|>",
          "<|vision_start|>",
          "<|vision_end|>",
          "<|image_pad|>",
          "<|video_pad|>");

  private ConversationRules() {}

  /** The first rule that a sample breaks. */
  public static Optional<String> broken(Sample sample) {
    List<Turn> turns = sample.messages();
    if (turns.isEmpty()) {
      return Optional.of("'messages' is empty, wants a user's and an assistant's message");
    }
    boolean system = turns.get(0).role() == Role.SYSTEM;
    for (int i = 0; i < turns.size(); i++) {
      Optional<String> problem = broken(turns.get(i), i + 1, system);
      if (problem.isPresent()) {
        return problem;
      }
    }
    if (turns.getLast().role() != Role.ASSISTANT) {
      return Optional.of(
          "the last message is the %s's, wants the assistant's: nothing is to be learned"
              .formatted(turns.getLast().role().word()));
    }
    int marks = turns.stream().mapToInt(Turn::images).sum();
    if (marks != sample.images().size()) {
      return Optional.of(
          "%d images but %d %s marks; every image needs one mark, in order"
              .formatted(sample.images().size(), marks, Turn.IMAGE));
    }
    return sample.images().stream().anyMatch(String::isBlank)
        ? Optional.of("an image has an empty path")
        : Optional.empty();
  }

  private static Optional<String> broken(Turn turn, int number, boolean system) {
    Role wanted = wanted(number, system);
    if (turn.role() != wanted) {
      return Optional.of(
          "message %d is the %s's, wants the %s's: roles alternate, a system message is first"
              .formatted(number, turn.role().word(), wanted.word()));
    }
    if (turn.content().isBlank()) {
      return Optional.of("message %d is empty".formatted(number));
    }
    if (turn.role() == Role.SYSTEM && turn.images() > 0) {
      return Optional.of("message %d: a system message shows no image".formatted(number));
    }
    return CONTROL_TOKENS.stream()
        .filter(turn.content()::contains)
        .findFirst()
        .map(
            token ->
                "message %d contains the control token %s; write text and %s only"
                    .formatted(number, token, Turn.IMAGE));
  }

  private static Role wanted(int number, boolean system) {
    if (system && number == 1) {
      return Role.SYSTEM;
    }
    boolean odd = number % 2 == 1;
    return odd == system ? Role.ASSISTANT : Role.USER;
  }
}
