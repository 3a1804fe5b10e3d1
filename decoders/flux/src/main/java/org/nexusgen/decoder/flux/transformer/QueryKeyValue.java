package org.nexusgen.decoder.flux.transformer;

import static org.nexusgen.graph.Ops.concat;

import java.util.List;
import org.nexusgen.graph.Value;
import org.nexusgen.graph.nn.Attention;
import org.nexusgen.graph.nn.ImageLayout;
import org.nexusgen.graph.nn.RmsNorm;
import org.nexusgen.graph.nn.Scope;

/**
 * Queries, keys and values of a stream, each (B, heads, tokens, D).
 *
 * @param query normalized
 * @param key normalized
 * @param value as projected
 */
record QueryKeyValue(Value query, Value key, Value value) {
  private static final double EPS = 1e-6;

  /**
   * Heads of projections (B, tokens, H), queries and keys under an RMS norm each.
   *
   * @param scope where the norms are
   * @param stream suffix of the norms' names: "a" is the image or the joint stream, "b" the context
   */
  static QueryKeyValue of(Scope scope, FluxConfig config, String stream, List<Value> projections) {
    int heads = config.heads();
    RmsNorm queryNorm = RmsNorm.of(scope.at("norm_q_" + stream), config.headDim(), EPS);
    RmsNorm keyNorm = RmsNorm.of(scope.at("norm_k_" + stream), config.headDim(), EPS);
    return new QueryKeyValue(
        queryNorm.apply(ImageLayout.splitHeads(projections.get(0), heads)),
        keyNorm.apply(ImageLayout.splitHeads(projections.get(1), heads)),
        ImageLayout.splitHeads(projections.get(2), heads));
  }

  /** These tokens, then others. */
  QueryKeyValue then(QueryKeyValue next) {
    return new QueryKeyValue(
        concat(2, query, next.query), concat(2, key, next.key), concat(2, value, next.value));
  }

  /** Attention of all tokens to all: (B, tokens, H). */
  Value attend(FluxConfig config, Rope rope) {
    Attention attention = Attention.of(config.heads(), config.heads(), config.headDim());
    return ImageLayout.mergeHeads(attention.apply(rope.apply(query), rope.apply(key), value));
  }
}
