package org.nexusgen.decoder.flux.transformer;

import static org.nexusgen.graph.Ops.concat;

import org.nexusgen.graph.Value;

/**
 * The two streams of tokens: L of the context ("txt" in Black Forest Labs' code), N of the image.
 *
 * @param text (1, L, H)
 * @param image (1, N, H)
 */
record Streams(Value text, Value image) {
  /** One stream (1, L + N, H). */
  Value join() {
    return concat(1, text, image);
  }
}
