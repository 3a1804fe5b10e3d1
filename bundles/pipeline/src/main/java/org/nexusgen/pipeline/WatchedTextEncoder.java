package org.nexusgen.pipeline;

import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.text.TextConditioning;
import org.nexusgen.api.text.TextEncoder;

/** A text encoder under watch: what it says of a prompt are numbers. */
record WatchedTextEncoder(OpenPart<TextEncoder> part, Watch watch) implements TextEncoder {
  @Override
  public TextConditioning encode(String prompt) {
    TextConditioning made =
        part.call(watch, "encode a prompt", (encoder, pulse) -> encoder.encode(prompt));
    Finite.require(part.label(), "pooled vectors", made.pooled());
    Tensor tokens =
        made.tokens().orElseThrow(() -> part.label().gave("no token vectors", "[1,n,c]"));
    Finite.require(part.label(), "token vectors", tokens);
    return made;
  }

  @Override
  public Tensor pooled(String prompt) {
    Tensor pooled = part.call(watch, "encode a prompt", (encoder, pulse) -> encoder.pooled(prompt));
    Finite.require(part.label(), "pooled vectors", pooled);
    return pooled;
  }

  /** The model closes its parts. */
  @Override
  public void close() {}
}
