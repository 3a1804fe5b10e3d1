package org.nexusgen.backbone.qwen;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.nexusgen.api.tensor.DType;
import org.nexusgen.api.tensor.ReducedFloat;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.TensorFiles;

/**
 * A checkpoint whose dims have nothing to do with the golden one's: heads wider than hidden /
 * heads, one key head, the nested configuration, bfloat16.
 */
final class RandomCheckpoint {
  static final int VOCABULARY = 37;
  static final int PREFILL_ROWS = 14;
  static final int STOP = 30;

  private static final int HIDDEN = 48;
  private static final int INNER = 40;
  private static final int LAYERS = 2;
  private static final int HEADS = 4;
  private static final int HEAD_DIM = 16;

  private final Random random = new Random(5);
  private final Map<String, Tensor> tensors = new LinkedHashMap<>();

  static void write(Path folder, boolean tied) throws IOException {
    Files.writeString(
        folder.resolve("config.json"),
        """
        {
          "model_type": "qwen2_5_vl",
          "image_token_id": 33,
          "tie_word_embeddings": %s,
          "text_config": {
            "hidden_size": 48, "num_hidden_layers": 2, "num_attention_heads": 4,
            "num_key_value_heads": 1, "head_dim": 16, "intermediate_size": 40,
            "rms_norm_eps": 1e-5, "max_position_embeddings": 90, "hidden_act": "silu",
            "vision_start_token_id": 31, "vision_end_token_id": 32,
            "rope_parameters": {
              "rope_type": "default", "rope_theta": 5000.0, "mrope_section": [3, 1, 4]
            }
          },
          "vision_config": {"spatial_merge_size": 2}
        }
        """
            .formatted(tied));
    Files.writeString(
        folder.resolve("generation_config.json"),
        """
        {"do_sample": true, "temperature": 0.7, "top_k": 7, "top_p": 0.8,
         "repetition_penalty": 1.1, "eos_token_id": 30}
        """);
    RandomCheckpoint checkpoint = new RandomCheckpoint();
    checkpoint.fill(tied);
    GoldenModel.service(TensorFiles.class)
        .write(folder.resolve("model.safetensors"), checkpoint.tensors, Map.of());
  }

  private void fill(boolean tied) {
    add("model.embed_tokens.weight", 0.5, 0, VOCABULARY, HIDDEN);
    add("image_prefill_embeds.weight", 0.5, 0, PREFILL_ROWS, HIDDEN);
    add("vision_head.weight", 0.15, 0, HIDDEN, HIDDEN);
    add("model.norm.weight", 0.1, 1, HIDDEN);
    if (!tied) {
      add("lm_head.weight", 0.3, 0, VOCABULARY, HIDDEN);
    }
    for (int i = 0; i < LAYERS; i++) {
      String layer = "model.layers." + i + ".";
      add(layer + "input_layernorm.weight", 0.1, 1, HIDDEN);
      add(layer + "post_attention_layernorm.weight", 0.1, 1, HIDDEN);
      for (String part : new String[] {"q", "k", "v"}) {
        int out = part.equals("q") ? HEADS * HEAD_DIM : HEAD_DIM;
        add(layer + "self_attn." + part + "_proj.weight", 0.15, 0, out, HIDDEN);
        add(layer + "self_attn." + part + "_proj.bias", 0.1, 0, out);
      }
      add(layer + "self_attn.o_proj.weight", 0.12, 0, HIDDEN, HEADS * HEAD_DIM);
      add(layer + "mlp.gate_proj.weight", 0.15, 0, INNER, HIDDEN);
      add(layer + "mlp.up_proj.weight", 0.15, 0, INNER, HIDDEN);
      add(layer + "mlp.down_proj.weight", 0.15, 0, HIDDEN, INNER);
    }
  }

  private void add(String name, double spread, double mean, long... shape) {
    int count = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    ByteBuffer bytes =
        ByteBuffer.allocate(count * DType.BF16.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      bytes.putShort(ReducedFloat.toBf16((float) (mean + spread * random.nextGaussian())));
    }
    tensors.put(name, Tensor.wrap(DType.BF16, Shape.of(shape), bytes.flip()));
  }
}
