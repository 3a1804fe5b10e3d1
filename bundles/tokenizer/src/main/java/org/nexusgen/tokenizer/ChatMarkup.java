package org.nexusgen.tokenizer;

import java.util.List;
import java.util.Optional;

/**
 * The templates of Qwen2.5-VL and of the mini model, written out: a template engine takes longer to
 * load than a first picture may wait for it. Chosen by a template's fingerprint, and equal to the
 * engine's output by test.
 *
 * @param systemMessage written where the conversation does not begin with one; empty for none
 */
record ChatMarkup(Optional<String> systemMessage) implements ChatTemplate {
  private static final String PICTURE = "<|vision_start|><|image_pad|><|vision_end|>";

  /** Qwen2.5-VL's, whose fingerprint is that of its chat_template.json. */
  private static final Fingerprint QWEN = new Fingerprint(1017, 0x71242f76359e71e8L);

  /** The mini model's: the same without a system message. */
  private static final Fingerprint MINI = new Fingerprint(479, 0x1b10df24fa3c3303L);

  private record Fingerprint(int length, long hash) {
    // FNV-1a, 64 bits: tells texts apart that nobody made to collide; to collide gains nothing.
    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    static Fingerprint of(String text) {
      long hash = OFFSET;
      for (int i = 0; i < text.length(); i++) {
        hash = (hash ^ text.charAt(i)) * PRIME;
      }
      return new Fingerprint(text.length(), hash);
    }
  }

  /** The written-out form of a template, if it is one of the two. */
  static Optional<ChatTemplate> of(String template) {
    Fingerprint fingerprint = Fingerprint.of(template);
    if (fingerprint.equals(QWEN)) {
      return Optional.of(new ChatMarkup(Optional.of("You are a helpful assistant.")));
    }
    return fingerprint.equals(MINI)
        ? Optional.of(new ChatMarkup(Optional.empty()))
        : Optional.empty();
  }

  @Override
  public String render(List<ChatTurn> turns, boolean addGenerationPrompt) {
    StringBuilder text = new StringBuilder();
    boolean hasSystem = !turns.isEmpty() && turns.get(0).role().equals("system");
    if (systemMessage.isPresent() && !turns.isEmpty() && !hasSystem) {
      text.append("<|im_start|>system\n").append(systemMessage.get()).append("<|im_end|>\n");
    }
    for (ChatTurn turn : turns) {
      text.append("<|im_start|>").append(turn.role()).append('\n');
      turn.pieces().forEach(piece -> text.append(piece.orElse(PICTURE)));
      text.append("<|im_end|>\n");
    }
    return text.append(addGenerationPrompt ? "<|im_start|>assistant\n" : "").toString();
  }
}
