package org.nexusgen.decoder.flux.transformer;

import static org.nexusgen.graph.Ops.add;
import static org.nexusgen.graph.Ops.mul;
import static org.nexusgen.graph.Ops.reshape;
import static org.nexusgen.graph.Ops.split;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.graph.Attribute;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Linear;
import org.nexusgen.graph.nn.Scope;

/**
 * How timestep, guidance and pooled text steer a part of a block (adaLN of Peebles and Xie 2023).
 *
 * @param shift (H)
 * @param scale (H): 1 plus what the layer gave
 * @param gate (H)
 */
record Modulation(Value shift, Value scale, Value gate) {
  private static final double EPS = 1e-6;
  private static final int PARTS = 3;

  /**
   * Modulations from one linear layer: shift, scale, gate of the first, of the second, …
   *
   * @param signal (1, H): silu of the embedding
   */
  static List<Modulation> of(Scope scope, FluxConfig config, int count, Value signal) {
    long out = (long) PARTS * count * config.hidden();
    Value all = Linear.of(scope, config.hidden(), out, true).apply(signal); // (1, 3 count H)
    List<Value> parts = split(reshape(all, -1), 0, PARTS * count);
    List<Modulation> modulations = new ArrayList<>();
    for (int i = 0; i < PARTS * count; i += PARTS) {
      Value scale = add(parts.get(i + 1), 1);
      modulations.add(new Modulation(parts.get(i), scale, parts.get(i + 2)));
    }
    return modulations;
  }

  /** LN(x) · scale + shift, LN without weights of its own: they are the normalization's affine. */
  Value modulate(Value x) {
    return modulate(x, shift, scale);
  }

  static Value modulate(Value x, Value shift, Value scale) {
    Map<String, Attribute> attributes =
        Map.of(
            "axis", new Attribute.IntValue(-1), "epsilon", new Attribute.FloatValue((float) EPS));
    return x.builder().node("LayerNormalization", attributes, x, scale, shift);
  }

  /** x + gate · change. */
  Value addTo(Value x, Value change) {
    return add(x, mul(change, gate));
  }
}
