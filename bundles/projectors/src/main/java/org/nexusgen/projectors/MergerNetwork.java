package org.nexusgen.projectors;

import static org.nexusgen.graph.Ops.add;
import static org.nexusgen.graph.nn.ImageLayout.mergeHeads;
import static org.nexusgen.graph.nn.ImageLayout.splitHeads;

import java.util.List;
import org.nexusgen.api.graph.Dim;
import org.nexusgen.api.graph.Graph;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.graph.GraphBuilder;
import org.nexusgen.graph.Ops;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Attention;
import org.nexusgen.graph.nn.GatedMlp;
import org.nexusgen.graph.nn.Layer;
import org.nexusgen.graph.nn.Linear;
import org.nexusgen.graph.nn.RmsNorm;
import org.nexusgen.graph.nn.Rotary;
import org.nexusgen.graph.nn.Scope;

/**
 * {@code ImageEmbeddingMerger} of Nexus-Gen's modules.py: decoder layers of the backbone in which
 * every token sees all others, then a projector to the width of the decoder's context.
 */
final class MergerNetwork {
  static final String INPUT = "embedding";
  static final String COS = "cos";
  static final String SIN = "sin";
  static final String OUTPUT = "context";

  /** Pictures that are painted, one at a time. */
  static final Dim ONE = Dim.of(1);

  private final MergerConfig config;

  MergerNetwork(MergerConfig config) {
    this.config = config;
  }

  /**
   * {@value #INPUT} [B,tokens,hidden], rotary tables {@value #COS} and {@value #SIN}
   * [1,tokens,head/2] to {@value #OUTPUT} [B,tokens,context].
   *
   * @param batch how many pictures of one size B
   */
  Graph graph(Dim batch) {
    GraphBuilder builder = new GraphBuilder("editing projector");
    Dim tokens = Dim.of("contextTokens");
    Value x = builder.input(INPUT, DType.F32, batch, tokens, Dim.of(config.hiddenSize()));
    Value cos = table(builder, COS, tokens, batch);
    Value sin = table(builder, SIN, tokens, batch);
    Scope scope = new Scope(builder, MergerConfig.PREFIX);
    for (int i = 0; i < config.numHiddenLayers(); i++) {
      x = layer(scope.at("layers").at(i), x, cos, sin);
    }
    builder.output(OUTPUT, Layer.sequence(projector(scope.at("projector"))).apply(x));
    return builder.build();
  }

  /** The operator wants a table for each picture. */
  private Value table(GraphBuilder builder, String name, Dim tokens, Dim batch) {
    Dim half = Dim.of(config.headDim() / 2);
    Value one = builder.input(name, DType.F32, ONE, tokens, half);
    return batch.equals(ONE) ? one : Ops.expand(one, batch, ONE, ONE);
  }

  /** One decoder layer without a mask. */
  Value layer(Scope scope, Value x, Value cos, Value sin) {
    x = add(x, attention(scope, x, cos, sin)); // (B, L, D)
    return add(x, mlp(scope, x));
  }

  Value attention(Scope layer, Value x, Value cos, Value sin) {
    int hidden = config.hiddenSize();
    int heads = config.numAttentionHeads();
    int kvHeads = config.numKeyValueHeads();
    long kvWidth = (long) kvHeads * config.headDim();
    Scope scope = layer.at("self_attn");
    Value y = RmsNorm.of(layer.at("input_layernorm"), hidden, config.rmsNormEps()).apply(x);
    Value q = splitHeads(Linear.of(scope.at("q_proj"), hidden, hidden, true).apply(y), heads);
    Value k = splitHeads(Linear.of(scope.at("k_proj"), hidden, kvWidth, true).apply(y), kvHeads);
    Value v = splitHeads(Linear.of(scope.at("v_proj"), hidden, kvWidth, true).apply(y), kvHeads);
    Value out =
        Attention.of(heads, kvHeads, config.headDim())
            .apply(Rotary.rotateHalf(q, cos, sin), Rotary.rotateHalf(k, cos, sin), v);
    return Linear.of(scope.at("o_proj"), hidden, hidden, false).apply(mergeHeads(out));
  }

  Value mlp(Scope layer, Value x) {
    int hidden = config.hiddenSize();
    Layer norm = RmsNorm.of(layer.at("post_attention_layernorm"), hidden, config.rmsNormEps());
    return norm.then(GatedMlp.of(layer.at("mlp"), hidden, config.intermediateSize(), false))
        .apply(x);
  }

  /** The six layers of the projector, numbered as in the checkpoint. */
  List<Layer> projector(Scope scope) {
    double eps = config.rmsNormEps();
    return List.of(
        RmsNorm.of(scope.at(0), config.hiddenSize(), eps),
        Linear.of(scope.at(1), config.hiddenSize(), config.expandedSize(), true),
        RmsNorm.of(scope.at(2), config.expandedSize(), eps),
        Ops::silu,
        Linear.of(scope.at(4), config.expandedSize(), config.contextWidth(), true),
        RmsNorm.of(scope.at(5), config.contextWidth(), eps));
  }
}
