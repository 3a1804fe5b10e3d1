package org.nexusgen.decoder.flux.transformer;

import static org.nexusgen.graph.Ops.concat;

import org.nexusgen.graph.Value;

/**
 * The two streams of tokens: L of the context ("txt" in Black Forest Labs' code), N of the image.
 *
 * @param text (B, L, H)
 * @param image (B, N, H)
 */
record Streams(Value text, Value image) {
  /** One stream (B, L + N, H). */
  Value join() {
    return concat(1, text, image);
  }
}
