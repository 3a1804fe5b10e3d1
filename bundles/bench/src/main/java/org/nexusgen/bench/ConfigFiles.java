package org.nexusgen.bench;

/** The configuration files of a made model. */
final class ConfigFiles {
  static final String GENERATION =
      """
      {"do_sample": false, "eos_token_id": [2], "pad_token_id": 0, "bos_token_id": 1}
      """;

  static final String PREPROCESSOR =
      """
      {"min_pixels": 3136, "max_pixels": 12845056, "patch_size": 14, "temporal_patch_size": 2,
       "merge_size": 2, "image_mean": [0.48145466, 0.4578275, 0.40821073],
       "image_std": [0.26862954, 0.26130258, 0.27577711],
       "image_processor_type": "Qwen2VLImageProcessor"}
      """;

  static final String AUTOENCODER =
      """
      {"norm_num_groups": 32, "scaling_factor": 0.3611, "shift_factor": 0.1159}
      """;

  private static final String CONFIG =
      """
      {"architectures": ["Qwen2_5_VLForConditionalGeneration"], "model_type": "qwen2_5_vl",
       "bos_token_id": 1, "eos_token_id": 2, "pad_token_id": 0, "vision_start_token_id": 4,
       "vision_end_token_id": 5, "image_token_id": 6, "video_token_id": 7, "hidden_act": "silu",
       "hidden_size": %d, "intermediate_size": %d, "num_hidden_layers": %d,
       "num_attention_heads": %d, "num_key_value_heads": %d, "max_position_embeddings": 32768,
       "rms_norm_eps": 1e-06, "rope_theta": 1000000.0, "use_sliding_window": false,
       "tie_word_embeddings": false, "torch_dtype": "float32", "vocab_size": %d,
       "rope_scaling": {"type": "mrope", "mrope_section": [8, 12, 12]},
       "vision_config": {"model_type": "qwen2_5_vl", "depth": %d, "hidden_act": "silu",
        "hidden_size": %d, "intermediate_size": %d, "num_heads": %d, "in_chans": 3,
        "out_hidden_size": %d, "patch_size": 14, "spatial_patch_size": 14,
        "spatial_merge_size": 2, "temporal_patch_size": 2, "tokens_per_second": 2,
        "window_size": 112, "fullatt_block_indexes": [%d]}}
      """;

  private ConfigFiles() {}

  static String config(ModelSize size) {
    return CONFIG.formatted(
        size.hidden(),
        size.inner(),
        size.layers(),
        size.heads(),
        size.keyValueHeads(),
        size.vocabulary(),
        size.visionDepth(),
        size.visionHidden(),
        size.visionInner(),
        size.visionHidden() / ModelSize.HEAD,
        size.hidden(),
        size.visionDepth() - 1);
  }
}
