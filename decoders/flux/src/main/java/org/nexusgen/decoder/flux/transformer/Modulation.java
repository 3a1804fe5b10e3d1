package org.nexusgen.decoder.flux.transformer;

import static org.nexusgen.graph.Ops.add;
import static org.nexusgen.graph.Ops.mul;
import static org.nexusgen.graph.Ops.reshape;
import static org.nexusgen.graph.Ops.split;
import static org.nexusgen.graph.Ops.unsqueeze;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nexusgen.api.graph.Attribute;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.LayerNorm;
import org.nexusgen.graph.nn.Linear;
import org.nexusgen.graph.nn.Scope;

/**
 * How timestep, guidance and pooled text steer a part of a block (adaLN of Peebles and Xie 2023):
 * three vectors (H) if there is one picture, (B, 1, H) if each has its own timestep.
 *
 * @param shift added behind the norm
 * @param scale 1 plus what the layer gave
 * @param gate how much of the part's result counts
 */
record Modulation(Value shift, Value scale, Value gate) {
  private static final double EPS = 1e-6;
  private static final int PARTS = 3;

  /**
   * Modulations from one linear layer: shift, scale, gate of the first, of the second, …
   *
   * @param signal (B, H): silu of the embedding
   */
  static List<Modulation> of(Scope scope, FluxConfig config, int count, Value signal) {
    long out = (long) PARTS * count * config.hidden();
    Value all = Linear.of(scope, config.hidden(), out, true).apply(signal); // (B, 3 count H)
    List<Value> parts = parts(all, PARTS * count);
    List<Modulation> modulations = new ArrayList<>();
    for (int i = 0; i < PARTS * count; i += PARTS) {
      Value scale = add(parts.get(i + 1), 1);
      modulations.add(new Modulation(parts.get(i), scale, parts.get(i + 2)));
    }
    return modulations;
  }

  /** Equal parts of a layer's result: (B, n H) to n vectors as above. */
  static List<Value> parts(Value all, int count) {
    return all.dim(0).equals(Dim.of(1))
        ? split(reshape(all, -1), 0, count)
        : split(unsqueeze(all, 1), 2, count);
  }

  /** LN(x) · scale + shift, LN without weights of its own. */
  Value modulate(Value x) {
    return modulate(x, shift, scale);
  }

  static Value modulate(Value x, Value shift, Value scale) {
    return scale.rank() == 1 ? affine(x, shift, scale) : each(x, shift, scale);
  }

  /** Each picture's own; the operator has no affine for that. */
  private static Value each(Value x, Value shift, Value scale) {
    Scope nowhere = new Scope(x.builder(), "");
    Value normed = LayerNorm.of(nowhere, x.size(2), EPS, false).apply(x);
    return add(mul(normed, scale), shift);
  }

  /** One picture's are the normalization's affine: one operator instead of three. */
  private static Value affine(Value x, Value shift, Value scale) {
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
