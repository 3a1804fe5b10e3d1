package org.nexusgen.textencoders;

import static org.nexusgen.graph.Ops.add;
import static org.nexusgen.graph.Ops.argMax;
import static org.nexusgen.graph.Ops.gather;
import static org.nexusgen.graph.Ops.squeeze;
import static org.nexusgen.graph.nn.ImageLayout.mergeHeads;
import static org.nexusgen.graph.nn.ImageLayout.splitHeads;

import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Ops;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Attention;
import org.nexusgen.graph.nn.Embedding;
import org.nexusgen.graph.nn.Layer;
import org.nexusgen.graph.nn.LayerNorm;
import org.nexusgen.graph.nn.Linear;
import org.nexusgen.graph.nn.Scope;

/**
 * CLIP's text tower (Radford et al. 2021, § 2.4): a causal transformer, normalized before each
 * part; the prompt's vector is the last layer at the end of text. FLUX takes it without the
 * projection.
 */
final class ClipNetwork {
  static final String IDS = "ids";
  static final String POOLED = "pooled";

  private final ClipConfig config;

  ClipNetwork(ClipConfig config) {
    this.config = config;
  }

  /** {@value #IDS} I64 [1,positions] to {@value #POOLED} F32 [1,hidden]. */
  Graph graph() {
    GraphBuilder builder = new GraphBuilder("CLIP text encoder");
    Value ids = ids(builder);
    Value x = layers(builder, ids, config.numHiddenLayers()); // (1, S, D)
    Scope scope = new Scope(builder, ClipConfig.PREFIX);
    x = layerNorm(scope.at("final_layer_norm")).apply(x);
    Value end = argMax(ids, 1); // (1): the first of the largest ids, which is the end of text
    builder.output(POOLED, squeeze(gather(x, end, 1), 1));
    return builder.build();
  }

  Value ids(GraphBuilder builder) {
    return builder.input(IDS, DType.I64, Dim.of(1), Dim.of(config.maxPositionEmbeddings()));
  }

  /** Token vectors after the first {@code count} layers. */
  Value layers(GraphBuilder builder, Value ids, int count) {
    Scope scope = new Scope(builder, ClipConfig.PREFIX);
    Scope embeddings = scope.at("embeddings");
    Value x =
        Embedding.of(embeddings.at("token_embedding"), config.vocabSize(), config.hiddenSize())
            .apply(ids);
    Value positions =
        embeddings
            .at("position_embedding")
            .weight("weight", config.maxPositionEmbeddings(), config.hiddenSize());
    x = add(x, positions);
    for (int i = 0; i < count; i++) {
      x = layer(scope.at("encoder").at("layers").at(i), x);
    }
    return x;
  }

  private Value layer(Scope scope, Value x) {
    Value y = layerNorm(scope.at("layer_norm1")).apply(x);
    x = add(x, attention(scope.at("self_attn"), y)); // (1, S, D)
    y = layerNorm(scope.at("layer_norm2")).apply(x);
    return add(x, mlp(scope.at("mlp")).apply(y));
  }

  private Value attention(Scope scope, Value x) {
    Value q = splitHeads(square(scope.at("q_proj")).apply(x), config.numAttentionHeads());
    Value k = splitHeads(square(scope.at("k_proj")).apply(x), config.numAttentionHeads());
    Value v = splitHeads(square(scope.at("v_proj")).apply(x), config.numAttentionHeads());
    Attention attention =
        Attention.of(config.numAttentionHeads(), config.numAttentionHeads(), config.headDim())
            .causal();
    return square(scope.at("out_proj")).apply(mergeHeads(attention.apply(q, k, v)));
  }

  private Layer mlp(Scope scope) {
    Layer activation = config.quickGelu() ? Ops::quickGelu : Ops::geluErf;
    return Layer.sequence(
        Linear.of(scope.at("fc1"), config.hiddenSize(), config.intermediateSize(), true),
        activation,
        Linear.of(scope.at("fc2"), config.intermediateSize(), config.hiddenSize(), true));
  }

  private Layer square(Scope scope) {
    return Linear.of(scope, config.hiddenSize(), config.hiddenSize(), true);
  }

  private Layer layerNorm(Scope scope) {
    return LayerNorm.of(scope, config.hiddenSize(), config.layerNormEps(), true);
  }
}
