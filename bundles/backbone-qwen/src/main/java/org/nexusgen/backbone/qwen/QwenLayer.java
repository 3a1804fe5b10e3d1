package org.nexusgen.backbone.qwen;

import static org.nexusgen.graph.Ops.add;
import static org.nexusgen.graph.Ops.gather;
import static org.nexusgen.graph.Ops.reshape;
import static org.nexusgen.graph.Ops.unsqueeze;
import static org.nexusgen.graph.nn.ImageLayout.mergeHeads;
import static org.nexusgen.graph.nn.ImageLayout.splitHeads;

import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Attention;
import org.nexusgen.graph.nn.GatedMlp;
import org.nexusgen.graph.nn.Linear;
import org.nexusgen.graph.nn.RmsNorm;
import org.nexusgen.graph.nn.Rotary;
import org.nexusgen.graph.nn.Scope;

/**
 * One decoder layer of Qwen2 (arXiv 2407.10671): x += attention(norm(x)); x += mlp(norm(x)).
 * Grouped heads; q, k and v have biases.
 */
final class QwenLayer {
  private final String name;
  private final QwenBackboneConfig config;
  private final Probe probe;
  private final RmsNorm inputNorm;
  private final Linear query;
  private final Linear key;
  private final Linear value;
  private final Linear out;
  private final RmsNorm mlpNorm;
  private final GatedMlp mlp;

  QwenLayer(Scope scope, QwenBackboneConfig config, Probe probe) {
    this.name = scope.prefix();
    this.config = config;
    this.probe = probe;
    int width = config.hiddenSize();
    int queryWidth = config.numAttentionHeads() * config.headDim();
    int keyWidth = config.numKeyValueHeads() * config.headDim();
    Scope attention = scope.at("self_attn");
    inputNorm = RmsNorm.of(scope.at("input_layernorm"), width, config.rmsNormEps());
    query = Linear.of(attention.at("q_proj"), width, queryWidth, true);
    key = Linear.of(attention.at("k_proj"), width, keyWidth, true);
    value = Linear.of(attention.at("v_proj"), width, keyWidth, true);
    out = Linear.of(attention.at("o_proj"), queryWidth, width, false);
    mlpNorm = RmsNorm.of(scope.at("post_attention_layernorm"), width, config.rmsNormEps());
    mlp = GatedMlp.of(scope.at("mlp"), width, config.intermediateSize(), false);
  }

  /**
   * Where rows stand.
   *
   * @param cosines of the rotary angles, [B,S,D/2]
   * @param sines of the rotary angles, [B,S,D/2]
   */
  record Angles(Value cosines, Value sines) {}

  /** What rows see: each other, and perhaps rows that were read before. */
  @FunctionalInterface
  interface Sight {
    /**
     * @param q queries [B,heads,S,D]
     * @param k keys of the new rows [B,KV,S,D]
     * @param v values of the new rows [B,KV,S,D]
     * @return [B,heads,S,D]
     */
    Value look(Attention attention, Value q, Value k, Value v);
  }

  /**
   * A layer halfway.
   *
   * @param residual x, [B,S,H]
   * @param heads what attention gathered, [B,S,heads·D]
   */
  record Attended(Value residual, Value heads) {
    /** The same for the asked rows only, [1,asked,…]. */
    Attended only(Value asked) {
      return new Attended(pick(residual, asked), pick(heads, asked));
    }

    /** Rows of (B, S, H) by flat number: (1, asked, H). */
    private static Value pick(Value x, Value asked) {
      return unsqueeze(gather(reshape(x, -1, x.size(2)), asked, 0), 0);
    }
  }

  Attended attend(Value x, Angles angles, Sight sight) {
    int heads = config.numAttentionHeads();
    int kvHeads = config.numKeyValueHeads();
    Value y = inputNorm.apply(x); // (B, S, H)
    Value q = rotate(splitHeads(query.apply(y), heads), angles);
    Value k = rotate(splitHeads(key.apply(y), kvHeads), angles);
    Value v = splitHeads(value.apply(y), kvHeads); // (B, KV, S, D)
    probe.see(name + "q_rope", q);
    probe.see(name + "k_rope", k);
    Value seen = sight.look(Attention.of(heads, kvHeads, config.headDim()), q, k, v);
    return new Attended(x, mergeHeads(seen));
  }

  private static Value rotate(Value x, Angles angles) {
    return Rotary.rotateHalf(x, angles.cosines(), angles.sines());
  }

  Value finish(Attended attended) {
    Value attention = probe.see(name + "attn_out", out.apply(attended.heads()));
    Value x = add(attended.residual(), attention);
    return probe.see(name + "out", add(x, mlp.apply(mlpNorm.apply(x))));
  }
}
