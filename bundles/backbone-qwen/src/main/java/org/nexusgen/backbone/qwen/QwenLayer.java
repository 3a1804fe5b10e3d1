package org.nexusgen.backbone.qwen;

import static org.nexusgen.graph.Ops.add;
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
   * What every layer knows of the new rows.
   *
   * @param cosines of the rotary angles, [B,S,D/2]
   * @param sines of the rotary angles, [B,S,D/2]
   * @param mask added to the attention scores, [B,1,S,P+S]
   */
  record Rows(Value cosines, Value sines, Value mask) {}

  /**
   * A layer halfway.
   *
   * @param residual x, [B,S,H]
   * @param heads what attention gathered, [B,S,heads·D]
   * @param keys of past and new rows, [B,KV,P+S,D]
   * @param values of past and new rows, [B,KV,P+S,D]
   */
  record Attended(Value residual, Value heads, Value keys, Value values) {
    /** The same for the asked rows only, [1,asked,…]. */
    Attended only(Value asked) {
      return new Attended(
          QwenNetwork.pick(residual, asked), QwenNetwork.pick(heads, asked), keys, values);
    }
  }

  Attended attend(Value x, Rows rows, Value pastKeys, Value pastValues) {
    int heads = config.numAttentionHeads();
    int kvHeads = config.numKeyValueHeads();
    Value y = inputNorm.apply(x); // (B, S, H)
    Value q = Rotary.rotateHalf(splitHeads(query.apply(y), heads), rows.cosines(), rows.sines());
    Value k = Rotary.rotateHalf(splitHeads(key.apply(y), kvHeads), rows.cosines(), rows.sines());
    Value v = splitHeads(value.apply(y), kvHeads); // (B, KV, S, D)
    probe.see(name + "q_rope", q);
    probe.see(name + "k_rope", k);
    Attention.Cached attended =
        Attention.of(heads, kvHeads, config.headDim())
            .apply(q, k, v, rows.mask(), pastKeys, pastValues);
    return new Attended(
        x, mergeHeads(attended.out()), attended.presentKeys(), attended.presentValues());
  }

  Value finish(Attended attended) {
    Value attention = probe.see(name + "attn_out", out.apply(attended.heads()));
    Value x = add(attended.residual(), attention);
    return probe.see(name + "out", add(x, mlp.apply(mlpNorm.apply(x))));
  }
}
