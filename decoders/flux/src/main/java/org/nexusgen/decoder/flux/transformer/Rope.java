package org.nexusgen.decoder.flux.transformer;

import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Rotary;

/**
 * The rotary tables of {@link RopeTables} inside a graph.
 *
 * @param cos (B, L + N, D/2)
 * @param sin (B, L + N, D/2)
 */
record Rope(Value cos, Value sin) {
  /** Turns queries or keys (B, heads, L + N, D). */
  Value apply(Value x) {
    return Rotary.interleaved(x, cos, sin);
  }
}
