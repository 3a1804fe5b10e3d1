package org.nexusgen.textencoders;

import java.util.Optional;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.PartContext;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.TextConditioning;
import org.nexusgen.api.text.TextEncoder;

/**
 * CLIP's pooled vector and T5's token vectors of a prompt. T5 is opened when it is first asked, the
 * tokenizers when a prompt is not empty: the empty one's ids are known.
 */
final class FluxTextEncoder implements TextEncoder {
  /** Far more than the tokens that count; bounds time and memory. */
  private static final int MAX_CHARACTERS = 100_000;

  private static final int[] NO_IDS = {};

  private final PartContext context;
  private final ClipEncoder clip;
  private Optional<T5Encoder> t5 = Optional.empty();
  private boolean closed;

  FluxTextEncoder(PartContext context) {
    this.context = context;
    clip = new ClipEncoder(context);
  }

  @Override
  public TextConditioning encode(String prompt) {
    Tensor pooled = pooled(prompt);
    int[] ids = prompt.isEmpty() ? NO_IDS : T5Tokenizer.encode(context.model(), prompt);
    return new TextConditioning(pooled, Optional.of(t5().tokens(ids)));
  }

  @Override
  public Tensor pooled(String prompt) {
    if (prompt.length() > MAX_CHARACTERS) {
      throw new BadInputException(
          "prompt for the text encoders: got %d characters, wants at most %d; %d tokens count"
              .formatted(prompt.length(), MAX_CHARACTERS, T5Encoder.LENGTH));
    }
    int[] ids =
        prompt.isEmpty()
            ? NO_IDS
            : ClipTokenizer.of(context.model(), clip.config().vocabSize()).encode(prompt);
    return clip.pooled(ids);
  }

  private synchronized T5Encoder t5() {
    if (closed) {
      throw new IllegalStateException("text encoder is closed");
    }
    if (t5.isEmpty()) {
      t5 = Optional.of(new T5Encoder(context));
    }
    return t5.get();
  }

  @Override
  public synchronized void close() {
    closed = true;
    clip.close();
    t5.ifPresent(T5Encoder::close);
    t5 = Optional.empty();
  }
}
