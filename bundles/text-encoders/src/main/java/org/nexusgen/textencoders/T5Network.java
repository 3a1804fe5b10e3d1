package org.nexusgen.textencoders;

import static org.nexusgen.graph.Ops.add;
import static org.nexusgen.graph.Ops.gather;
import static org.nexusgen.graph.Ops.geluTanh;
import static org.nexusgen.graph.Ops.mul;
import static org.nexusgen.graph.Ops.transpose;
import static org.nexusgen.graph.Ops.unsqueeze;
import static org.nexusgen.graph.nn.ImageLayout.mergeHeads;
import static org.nexusgen.graph.nn.ImageLayout.splitHeads;

import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Attention;
import org.nexusgen.graph.nn.Embedding;
import org.nexusgen.graph.nn.Layer;
import org.nexusgen.graph.nn.Linear;
import org.nexusgen.graph.nn.RmsNorm;
import org.nexusgen.graph.nn.Scope;

/**
 * T5's encoder (Raffel et al. 2020; version 1.1 with gated GELU, Shazeer 2020): attention without
 * scaling and without a mask, so padding takes part, and a bias on the scores for every distance
 * between two tokens, which all layers share.
 */
final class T5Network {
  static final String IDS = "ids";
  static final String BUCKETS = "buckets";
  static final String OUTPUT = "tokens";
  static final String BLOCKS = "encoder.block.";

  private final T5Config config;

  T5Network(T5Config config) {
    this.config = config;
  }

  /**
   * {@value #IDS} I64 [1,length] and {@value #BUCKETS} I64 [length,length], the kind of distance
   * from query to key, to {@value #OUTPUT} F32 [1,length,dModel].
   */
  Graph graph() {
    GraphBuilder builder = new GraphBuilder("T5 text encoder");
    Dim length = Dim.of("length");
    Value ids = builder.input(IDS, DType.I64, Dim.of(1), length);
    Value buckets = builder.input(BUCKETS, DType.I64, length, length);
    Scope root = new Scope(builder, "");
    Scope blocks = new Scope(builder, BLOCKS);
    Value x = Embedding.of(root.at("shared"), config.vocabSize(), config.dModel()).apply(ids);
    Value bias = bias(blocks.at(0).at("layer").at(0).at("SelfAttention"), buckets);
    for (int i = 0; i < config.numLayers(); i++) {
      x = block(blocks.at(i).at("layer"), x, bias); // (1, L, D)
    }
    builder.output(OUTPUT, norm(root.at("encoder").at("final_layer_norm")).apply(x));
    return builder.build();
  }

  private Value bias(Scope scope, Value buckets) {
    Value table =
        scope
            .at("relative_attention_bias")
            .weight("weight", config.relativeAttentionNumBuckets(), config.numHeads());
    return unsqueeze(transpose(gather(table, buckets, 0), 2, 0, 1), 0); // (1, H, L, L)
  }

  private Value block(Scope scope, Value x, Value bias) {
    Value y = norm(scope.at(0).at("layer_norm")).apply(x);
    x = add(x, attention(scope.at(0).at("SelfAttention"), y, bias));
    y = norm(scope.at(1).at("layer_norm")).apply(x);
    return add(x, feedForward(scope.at(1).at("DenseReluDense"), y));
  }

  private Value attention(Scope scope, Value x, Value bias) {
    int heads = config.numHeads();
    long inner = (long) heads * config.dKv();
    Value q = splitHeads(linear(scope.at("q"), config.dModel(), inner).apply(x), heads);
    Value k = splitHeads(linear(scope.at("k"), config.dModel(), inner).apply(x), heads);
    Value v = splitHeads(linear(scope.at("v"), config.dModel(), inner).apply(x), heads);
    Value out = Attention.of(heads, heads, config.dKv()).scaled(1).apply(q, k, v, bias);
    return linear(scope.at("o"), inner, config.dModel()).apply(mergeHeads(out));
  }

  private Value feedForward(Scope scope, Value x) {
    Value gate = geluTanh(linear(scope.at("wi_0"), config.dModel(), config.dFf()).apply(x));
    Value up = linear(scope.at("wi_1"), config.dModel(), config.dFf()).apply(x);
    return linear(scope.at("wo"), config.dFf(), config.dModel()).apply(mul(gate, up));
  }

  private static Layer linear(Scope scope, long in, long out) {
    return Linear.of(scope, in, out, false);
  }

  private Layer norm(Scope scope) {
    return RmsNorm.of(scope, config.dModel(), config.layerNormEpsilon());
  }
}
