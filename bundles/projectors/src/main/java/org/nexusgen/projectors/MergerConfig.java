package org.nexusgen.projectors;

import java.util.List;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.ConfigTree;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightStore;

/**
 * Dims of the image embedding merger. Its layers are those of the backbone, so the model's
 * config.json describes them; depth and widths come from the weights where there are any.
 *
 * @param hiddenSize width of an image embedding
 * @param numAttentionHeads query heads
 * @param numKeyValueHeads key and value heads, each shared by a run of query heads
 * @param intermediateSize of the layers' gated MLP
 * @param numHiddenLayers of attention; 1 in the published model
 * @param expandedSize between the projector's linear layers
 * @param contextWidth of a decoder's context token
 * @param rmsNormEps of every normalization
 * @param ropeTheta base of the rotary frequencies
 * @param mropeSection how many frequencies turn with time, row and column
 * @param spatialMergeSize patches a side that make one embedding
 */
record MergerConfig(
    int hiddenSize,
    int numAttentionHeads,
    int numKeyValueHeads,
    int intermediateSize,
    int numHiddenLayers,
    int expandedSize,
    int contextWidth,
    double rmsNormEps,
    double ropeTheta,
    List<Integer> mropeSection,
    int spatialMergeSize) {
  static final String PREFIX = "embedding_merger.";

  private static final int PUBLISHED_HEADS = 28;
  private static final int PUBLISHED_KEY_HEADS = 4;
  private static final int PUBLISHED_HEAD_DIM = 128;

  /** Of the published merger: layers, and how often wider its projector is inside than behind. */
  private static final int RELEASED_LAYERS = 1;

  private static final int RELEASED_EXPANSION = 4;

  MergerConfig {
    mropeSection = List.copyOf(mropeSection);
    check(
        numAttentionHeads >= 1 && hiddenSize % numAttentionHeads == 0,
        "num_attention_heads",
        numAttentionHeads,
        "a divisor of the embedding width " + hiddenSize);
    check(
        numKeyValueHeads >= 1 && numAttentionHeads % numKeyValueHeads == 0,
        "num_key_value_heads",
        numKeyValueHeads,
        "a divisor of num_attention_heads " + numAttentionHeads);
    int frequencies = hiddenSize / numAttentionHeads / 2;
    check(
        mropeSection.size() == 3
            && mropeSection.stream().allMatch(part -> part >= 0)
            && mropeSection.stream().mapToInt(part -> part).sum() == frequencies,
        "mrope_section",
        mropeSection,
        "three numbers of sum " + frequencies);
    check(rmsNormEps > 0, "rms_norm_eps", rmsNormEps, "above 0");
    check(ropeTheta > 0, "rope_theta", ropeTheta, "above 0");
    check(spatialMergeSize >= 1, "spatial_merge_size", spatialMergeSize, "1 or more");
    check(numHiddenLayers >= 1, "layers", numHiddenLayers, "1 or more");
  }

  /** A folder of decoders alone has no config.json: then the weights must be the published ones. */
  static MergerConfig of(ModelFolder model, WeightStore weights) {
    return model
        .config("config.json")
        .map(config -> of(config, weights))
        .orElseGet(() -> published(weights));
  }

  private static MergerConfig of(ConfigTree config, WeightStore weights) {
    return of(
        config,
        width(weights, "projector.0.weight", 0),
        width(weights, "layers.0.mlp.gate_proj.weight", 0),
        weights.count(PREFIX + "layers."),
        width(weights, "projector.1.weight", 0),
        width(weights, "projector.4.weight", 0));
  }

  /** The merger of a model to be trained: one layer of the backbone's dims. */
  static MergerConfig of(ModelFolder model) {
    ConfigTree config = model.requireConfig("config.json");
    int context = ContextWidth.of(model);
    return of(
        config,
        config.requireInt("hidden_size"),
        config.requireInt("intermediate_size"),
        RELEASED_LAYERS,
        RELEASED_EXPANSION * context,
        context);
  }

  private static MergerConfig of(
      ConfigTree config, int hidden, int intermediate, int layers, int expanded, int context) {
    String activation = config.getString("hidden_act").orElse("silu");
    check(activation.equals("silu"), "hidden_act", activation, "silu");
    return new MergerConfig(
        hidden,
        config.requireInt("num_attention_heads"),
        config.requireInt("num_key_value_heads"),
        intermediate,
        layers,
        expanded,
        context,
        config.requireDouble("rms_norm_eps"),
        config.requireDouble("rope_theta"),
        config.requireTree("rope_scaling").requireInts("mrope_section"),
        config.requireTree("vision_config").requireInt("spatial_merge_size"));
  }

  /** What Qwen2.5-VL-7B's config.json says, from which the published merger was made. */
  private static MergerConfig published(WeightStore weights) {
    int hidden = width(weights, "projector.0.weight", 0);
    int keyRows = width(weights, "layers.0.self_attn.k_proj.weight", 0);
    int knownHidden = PUBLISHED_HEADS * PUBLISHED_HEAD_DIM;
    int knownKeyRows = PUBLISHED_KEY_HEADS * PUBLISHED_HEAD_DIM;
    if (hidden != knownHidden || keyRows != knownKeyRows) {
      throw new BadInputException(
          ("editing decoder's merger: width %d with %d key rows needs the model's config.json (only"
                  + " the published %d with %d is known without it); copy it beside the decoders")
              .formatted(hidden, keyRows, knownHidden, knownKeyRows));
    }
    return new MergerConfig(
        hidden,
        PUBLISHED_HEADS,
        PUBLISHED_KEY_HEADS,
        width(weights, "layers.0.mlp.gate_proj.weight", 0),
        weights.count(PREFIX + "layers."),
        width(weights, "projector.1.weight", 0),
        width(weights, "projector.4.weight", 0),
        1e-6,
        1e6,
        List.of(16, 24, 24),
        2);
  }

  int headDim() {
    return hiddenSize / numAttentionHeads;
  }

  private static int width(WeightStore weights, String name, int axis) {
    return Math.toIntExact(weights.dim(PREFIX + name, axis));
  }

  private static void check(boolean right, String key, Object got, String wanted) {
    if (!right) {
      throw new BadInputException(
          "key '%s' in config.json: got %s, wants %s by the editing decoder's merger"
              .formatted(key, got, wanted));
    }
  }
}
