package org.nexusgen.encoder.qwen;

import static org.nexusgen.graph.Ops.add;
import static org.nexusgen.graph.Ops.reshape;
import static org.nexusgen.graph.Ops.split;
import static org.nexusgen.graph.Ops.squeeze;
import static org.nexusgen.graph.Ops.transpose;
import static org.nexusgen.graph.nn.ImageLayout.mergeHeads;

import java.util.List;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Attention;
import org.nexusgen.graph.nn.GatedMlp;
import org.nexusgen.graph.nn.Layer;
import org.nexusgen.graph.nn.Linear;
import org.nexusgen.graph.nn.RmsNorm;
import org.nexusgen.graph.nn.Rotary;
import org.nexusgen.graph.nn.Scope;

/** One pre-norm block: attention inside segments of the image, then a gated MLP. */
final class QwenVisionBlock {
  /** Fixed in the reference, in no file. */
  static final double EPS = 1e-6;

  private final QwenVisionConfig config;
  private final Scope scope;

  QwenVisionBlock(QwenVisionConfig config, Scope scope) {
    this.config = config;
    this.scope = scope;
  }

  /** Patches [P,C] to the same shape. */
  Value apply(Value x, Segments segments) {
    Value y = add(x, attention(norm("norm1").apply(x), segments)); // (P, C)
    return add(y, mlp().apply(norm("norm2").apply(y)));
  }

  private Layer norm(String name) {
    return RmsNorm.of(scope.at(name), config.hiddenSize(), EPS);
  }

  private Layer mlp() {
    return GatedMlp.of(scope.at("mlp"), config.hiddenSize(), config.intermediateSize(), true);
  }

  private Value attention(Value x, Segments segments) {
    long width = config.hiddenSize();
    Value qkv = Linear.of(scope.at("attn").at("qkv"), width, 3 * width, true).apply(x); // (P, 3C)
    List<Value> heads = splitHeads(segments.enter(qkv)); // 3 × (W, H, S, D)
    Value q = Rotary.rotateHalf(heads.get(0), segments.cos(), segments.sin());
    Value k = Rotary.rotateHalf(heads.get(1), segments.cos(), segments.sin());
    Attention attention = Attention.of(config.numHeads(), config.numHeads(), config.headDim());
    Value seen = attention.apply(q, k, heads.get(2), segments.mask());
    Value rows = segments.leave(mergeHeads(seen)); // (P, C)
    return Linear.of(scope.at("attn").at("proj"), width, width, true).apply(rows);
  }

  /** [W,S,3C] to queries, keys and values [W,H,S,D]. */
  private List<Value> splitHeads(Value qkv) {
    Dim heads = Dim.of(config.numHeads());
    Dim headDim = Dim.of(config.headDim());
    Value grouped = reshape(qkv, qkv.dim(0), qkv.dim(1), Dim.of(3), heads, headDim);
    Value outer = transpose(grouped, 2, 0, 3, 1, 4); // (3, W, H, S, D)
    return split(outer, 0, 3).stream().map(part -> squeeze(part, 0)).toList();
  }
}
