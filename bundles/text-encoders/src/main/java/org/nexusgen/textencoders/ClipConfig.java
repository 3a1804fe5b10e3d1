package org.nexusgen.textencoders;

import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.ConfigTree;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightStore;

/**
 * Dims of CLIP's text tower, from its weights and text_encoder/config.json.
 *
 * @param vocabSize rows of the token table; its last two are begin and end of text
 * @param hiddenSize width of a token, and of the pooled vector
 * @param intermediateSize of the MLP
 * @param numHiddenLayers of attention
 * @param numAttentionHeads of each layer
 * @param maxPositionEmbeddings length of every prompt, padding included
 * @param layerNormEps of every normalization
 * @param quickGelu whether the MLP's activation is OpenAI's approximation
 */
record ClipConfig(
    int vocabSize,
    int hiddenSize,
    int intermediateSize,
    int numHiddenLayers,
    int numAttentionHeads,
    int maxPositionEmbeddings,
    double layerNormEps,
    boolean quickGelu) {
  static final String FILE = "text_encoder/config.json";
  static final String PREFIX = "text_model.";

  /** Head width of all published CLIP text towers, for folders without a config. */
  private static final int USUAL_HEAD = 64;

  private static final double USUAL_EPS = 1e-5;

  ClipConfig {
    check(
        numAttentionHeads >= 1 && hiddenSize % numAttentionHeads == 0,
        "num_attention_heads",
        numAttentionHeads,
        "a divisor of the width " + hiddenSize);
    check(numHiddenLayers >= 1, "layers in the weights", numHiddenLayers, "1 or more");
    check(layerNormEps > 0, "layer_norm_eps", layerNormEps, "above 0");
    check(vocabSize >= 3, "rows of the token table", vocabSize, "3 or more");
    check(
        maxPositionEmbeddings >= 2,
        "rows of the position table",
        maxPositionEmbeddings,
        "2 or more");
  }

  static ClipConfig of(ModelFolder model, WeightStore weights) {
    ConfigTree config = ConfigFiles.orEmpty(model, FILE);
    int hiddenSize = rows(weights, "final_layer_norm.weight");
    String activation = config.getString("hidden_act").orElse("quick_gelu");
    check(
        activation.equals("quick_gelu") || activation.equals("gelu"),
        "hidden_act",
        activation,
        "quick_gelu or gelu");
    return new ClipConfig(
        rows(weights, "embeddings.token_embedding.weight"),
        hiddenSize,
        rows(weights, "encoder.layers.0.mlp.fc1.weight"),
        weights.count(PREFIX + "encoder.layers."),
        config.getInt("num_attention_heads", Math.max(1, hiddenSize / USUAL_HEAD)),
        rows(weights, "embeddings.position_embedding.weight"),
        config.getDouble("layer_norm_eps", USUAL_EPS),
        activation.equals("quick_gelu"));
  }

  int headDim() {
    return hiddenSize / numAttentionHeads;
  }

  int beginOfText() {
    return vocabSize - 2;
  }

  int endOfText() {
    return vocabSize - 1;
  }

  private static int rows(WeightStore weights, String name) {
    return Math.toIntExact(weights.dim(PREFIX + name, 0));
  }

  private static void check(boolean right, String key, Object got, String wanted) {
    if (!right) {
      throw new BadInputException(
          "CLIP, '%s' in %s: got %s, wants %s".formatted(key, FILE, got, wanted));
    }
  }
}
