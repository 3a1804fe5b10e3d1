package org.nexusgen.graph.nn;

import static org.nexusgen.graph.Attributes.integer;

import java.util.Map;
import org.nexusgen.graph.Value;

/**
 * Rotary position embedding (Su et al. 2021) of [B,H,S,D] by tables of cosines and sines [B,S,D/2],
 * which hold whatever angles the part needs: one axis, M-RoPE's three, or a picture's rows and
 * columns.
 */
public final class Rotary {
  private Rotary() {}

  /** Pairs (x_i, x_{i+D/2}), as Qwen and its vision tower have them. */
  public static Value rotateHalf(Value x, Value cos, Value sin) {
    return rotate(x, cos, sin, 0);
  }

  /** Pairs (x_{2i}, x_{2i+1}), as FLUX has them. */
  public static Value interleaved(Value x, Value cos, Value sin) {
    return rotate(x, cos, sin, 1);
  }

  private static Value rotate(Value x, Value cos, Value sin, long interleaved) {
    return x.builder()
        .node("RotaryEmbedding", Map.of("interleaved", integer(interleaved)), x, cos, sin);
  }
}
