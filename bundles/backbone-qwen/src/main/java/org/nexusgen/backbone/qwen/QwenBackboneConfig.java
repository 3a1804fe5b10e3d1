package org.nexusgen.backbone.qwen;

import java.util.List;
import java.util.Optional;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.weights.ConfigTree;

/**
 * The language half of a Qwen2.5-VL {@code config.json}; fields are its keys.
 *
 * @param hiddenSize width of the residual stream
 * @param numHiddenLayers depth
 * @param numAttentionHeads query heads
 * @param numKeyValueHeads key and value heads; each serves as many query heads
 * @param headDim width of one head, even
 * @param intermediateSize inner width of the gated MLP
 * @param rmsNormEps of every norm
 * @param ropeTheta base of the rotary frequencies
 * @param mropeSection how many frequencies belong to time, height and width; sum is headDim / 2
 * @param maxPositionEmbeddings most tokens of prompt and answer together
 * @param tieWordEmbeddings whether the text projector is the embedding table
 * @param spatialMergeSize how many patches a side become one image token
 * @param imageTokenId placeholder of an image token
 * @param visionStartTokenId begins an image
 * @param visionEndTokenId ends an image
 */
record QwenBackboneConfig(
    int hiddenSize,
    int numHiddenLayers,
    int numAttentionHeads,
    int numKeyValueHeads,
    int headDim,
    int intermediateSize,
    double rmsNormEps,
    double ropeTheta,
    List<Integer> mropeSection,
    int maxPositionEmbeddings,
    boolean tieWordEmbeddings,
    int spatialMergeSize,
    int imageTokenId,
    int visionStartTokenId,
    int visionEndTokenId) {
  /** Time, height, width. */
  static final int ROPE_AXES = 3;

  QwenBackboneConfig {
    mropeSection = List.copyOf(mropeSection);
    atLeast(1, "hidden_size", hiddenSize);
    atLeast(1, "num_hidden_layers", numHiddenLayers);
    atLeast(1, "num_attention_heads", numAttentionHeads);
    atLeast(1, "num_key_value_heads", numKeyValueHeads);
    atLeast(2, "head_dim", headDim);
    atLeast(1, "intermediate_size", intermediateSize);
    atLeast(1, "max_position_embeddings", maxPositionEmbeddings);
    atLeast(1, "spatial_merge_size", spatialMergeSize);
    atLeast(0, "image_token_id", imageTokenId);
    atLeast(0, "vision_start_token_id", visionStartTokenId);
    atLeast(0, "vision_end_token_id", visionEndTokenId);
    check(
        numAttentionHeads % numKeyValueHeads == 0,
        "num_attention_heads %d is not a multiple of num_key_value_heads %d"
            .formatted(numAttentionHeads, numKeyValueHeads));
    check(
        headDim % 2 == 0,
        "head_dim %d is odd; rotary positions pair its halves".formatted(headDim));
    check(
        rmsNormEps > 0 && Double.isFinite(rmsNormEps),
        "rms_norm_eps: got %s, wants above 0".formatted(rmsNormEps));
    check(
        ropeTheta > 0 && Double.isFinite(ropeTheta),
        "rope_theta: got %s, wants above 0".formatted(ropeTheta));
    check(
        mropeSection.size() == ROPE_AXES
            && mropeSection.stream().allMatch(size -> size >= 0)
            && mropeSection.stream().mapToInt(Integer::intValue).sum() == headDim / 2,
        "mrope_section: got %s, wants three sizes with sum head_dim / 2 = %d"
            .formatted(mropeSection, headDim / 2));
    check(
        imageTokenId != visionStartTokenId
            && imageTokenId != visionEndTokenId
            && visionStartTokenId != visionEndTokenId,
        "image_token_id %d, vision_start_token_id %d and vision_end_token_id %d must differ"
            .formatted(imageTokenId, visionStartTokenId, visionEndTokenId));
  }

  /**
   * Reads the flat layout of the original checkpoints, or the nested one ({@code text_config},
   * {@code rope_parameters}) that newer versions of transformers write.
   */
  static QwenBackboneConfig from(ConfigTree root) {
    ConfigTree text = root.getTree("text_config").orElse(root);
    refuseUnsupported(text);
    ConfigTree rope =
        text.getTree("rope_scaling")
            .or(() -> text.getTree("rope_parameters"))
            .orElseThrow(
                () ->
                    new BadInputException(
                        "key 'rope_scaling' with 'mrope_section' is missing in " + text.where()));
    Optional<String> ropeType = rope.getString("rope_type").or(() -> rope.getString("type"));
    check(
        ropeType.isEmpty() || List.of("mrope", "default").contains(ropeType.get()),
        "rope type '%s' in %s is not supported; wants 'mrope' or 'default'"
            .formatted(ropeType.orElse(""), rope.where()));
    int hidden = text.requireInt("hidden_size");
    int heads = text.requireInt("num_attention_heads");
    atLeast(1, "num_attention_heads", heads);
    check(
        text.has("head_dim") || hidden % heads == 0,
        "hidden_size %d in %s is not a multiple of num_attention_heads %d; head_dim is missing"
            .formatted(hidden, text.where(), heads));
    return new QwenBackboneConfig(
        hidden,
        text.requireInt("num_hidden_layers"),
        heads,
        text.getInt("num_key_value_heads", heads),
        text.getInt("head_dim", hidden / heads),
        text.requireInt("intermediate_size"),
        text.requireDouble("rms_norm_eps"),
        text.has("rope_theta")
            ? text.requireDouble("rope_theta")
            : rope.requireDouble("rope_theta"),
        rope.requireInts("mrope_section"),
        text.requireInt("max_position_embeddings"),
        tied(root, text),
        root.requireTree("vision_config").getInt("spatial_merge_size", 2),
        requireId("image_token_id", root, text),
        requireId("vision_start_token_id", root, text),
        requireId("vision_end_token_id", root, text));
  }

  /** Rotary frequencies of one head. */
  int frequencies() {
    return headDim / 2;
  }

  private static void refuseUnsupported(ConfigTree text) {
    String activation = text.getString("hidden_act").orElse("silu");
    check(
        activation.equals("silu"),
        "hidden_act in %s: got '%s', wants 'silu'".formatted(text.where(), activation));
    check(
        !text.getBoolean("use_sliding_window", false),
        "use_sliding_window in %s: got true; sliding-window attention is not supported"
            .formatted(text.where()));
  }

  private static boolean tied(ConfigTree root, ConfigTree text) {
    return text.getBoolean("tie_word_embeddings", root.getBoolean("tie_word_embeddings", false));
  }

  /** Newer layouts keep some ids outside, some inside {@code text_config}. */
  private static int requireId(String key, ConfigTree root, ConfigTree text) {
    return root.has(key) ? root.requireInt(key) : text.requireInt(key);
  }

  private static void atLeast(int least, String key, int value) {
    check(value >= least, "%s: got %d, wants %d or more".formatted(key, value, least));
  }

  private static void check(boolean right, String message) {
    if (!right) {
      throw new BadInputException("config.json: " + message);
    }
  }
}
