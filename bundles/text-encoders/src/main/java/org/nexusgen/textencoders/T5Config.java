package org.nexusgen.textencoders;

import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.ConfigTree;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightStore;

/**
 * Dims of T5's encoder, from its weights and text_encoder_2/config.json.
 *
 * @param vocabSize rows of the token table
 * @param dModel width of a token
 * @param dKv width of an attention head
 * @param dFf width inside the feed-forward part
 * @param numLayers of attention
 * @param numHeads of each layer
 * @param relativeAttentionNumBuckets kinds of distances between two tokens
 * @param relativeAttentionMaxDistance from which on all distances are of one kind
 * @param layerNormEpsilon of every normalization
 * @param eosTokenId ends a prompt
 * @param padTokenId fills it up
 */
record T5Config(
    int vocabSize,
    int dModel,
    int dKv,
    int dFf,
    int numLayers,
    int numHeads,
    int relativeAttentionNumBuckets,
    int relativeAttentionMaxDistance,
    double layerNormEpsilon,
    int eosTokenId,
    int padTokenId) {
  static final String FILE = "text_encoder_2/config.json";

  private static final double USUAL_EPS = 1e-6;
  private static final int USUAL_MAX_DISTANCE = 128;
  private static final int USUAL_EOS = 1;

  T5Config {
    check(numHeads >= 1 && dKv >= 1, "num_heads", numHeads, "1 or more that divide the width");
    check(numLayers >= 1, "layers in the weights", numLayers, "1 or more");
    check(
        relativeAttentionNumBuckets >= 4 && relativeAttentionNumBuckets % 4 == 0,
        "relative_attention_num_buckets",
        relativeAttentionNumBuckets,
        "a multiple of 4");
    check(
        relativeAttentionMaxDistance > relativeAttentionNumBuckets / 4,
        "relative_attention_max_distance",
        relativeAttentionMaxDistance,
        "above " + relativeAttentionNumBuckets / 4);
    check(layerNormEpsilon > 0, "layer_norm_epsilon", layerNormEpsilon, "above 0");
    check(
        eosTokenId >= 0 && eosTokenId < vocabSize,
        "eos_token_id",
        eosTokenId,
        "below the vocabulary's size " + vocabSize);
    check(
        padTokenId >= 0 && padTokenId < vocabSize,
        "pad_token_id",
        padTokenId,
        "below the vocabulary's size " + vocabSize);
  }

  static T5Config of(ModelFolder model, WeightStore weights) {
    ConfigTree config = ConfigFiles.orEmpty(model, FILE);
    String feedForward = config.getString("feed_forward_proj").orElse("gated-gelu");
    check(feedForward.equals("gated-gelu"), "feed_forward_proj", feedForward, "gated-gelu");
    String first = T5Network.BLOCKS + "0.layer.0.SelfAttention.";
    int buckets = size(weights, first + "relative_attention_bias.weight", 0);
    int heads = size(weights, first + "relative_attention_bias.weight", 1);
    check(
        config.getInt("num_heads", heads) == heads,
        "num_heads",
        config.getInt("num_heads", 0),
        heads + ", as the weights have");
    int inner = size(weights, first + "q.weight", 0);
    check(inner % heads == 0, "num_heads", heads, "a divisor of " + inner);
    return new T5Config(
        size(weights, "shared.weight", 0),
        size(weights, "shared.weight", 1),
        inner / heads,
        size(weights, T5Network.BLOCKS + "0.layer.1.DenseReluDense.wi_0.weight", 0),
        weights.count(T5Network.BLOCKS),
        heads,
        buckets,
        config.getInt("relative_attention_max_distance", USUAL_MAX_DISTANCE),
        config.getDouble("layer_norm_epsilon", USUAL_EPS),
        config.getInt("eos_token_id", USUAL_EOS),
        config.getInt("pad_token_id", 0));
  }

  private static int size(WeightStore weights, String name, int axis) {
    return Math.toIntExact(weights.dim(name, axis));
  }

  private static void check(boolean right, String key, Object got, String wanted) {
    if (!right) {
      throw new BadInputException(
          "T5, '%s' in %s: got %s, wants %s".formatted(key, FILE, got, wanted));
    }
  }
}
