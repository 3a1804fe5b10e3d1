package org.nexusgen.weights.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nexusgen.api.BadInputException;
import org.nexusgen.api.tensor.Shape;
import org.nexusgen.api.tensor.Tensor;
import org.nexusgen.api.weights.ModelFolder;
import org.nexusgen.api.weights.WeightEntry;
import org.nexusgen.api.weights.WeightSet;
import org.nexusgen.api.weights.WeightStore;

@DisplayName("Names are canonical whatever the layout:")
class LayoutTest {
  @TempDir Path root;

  @Test
  @DisplayName("V2 decoders, with and without the prefix of the transformer")
  void v2() {
    try (ModelFolder model =
        new TestFolder(root)
            .named("generation_decoder.safetensors", "adapter.0.weight", "blocks.0.ff_a.0.bias")
            .named("edit_decoder.safetensors", "embedding_merger.a", "pipe.dit.x_embedder.bias")
            .open()) {
      assertThat(model.weights(WeightSet.GENERATION_DECODER).names())
          .containsExactlyInAnyOrder("adapter.0.weight", "dit.blocks.0.ff_a.0.bias");
      assertThat(model.weights(WeightSet.EDITING_DECODER).names())
          .containsExactlyInAnyOrder("embedding_merger.a", "dit.x_embedder.bias");
    }
  }

  @Test
  @DisplayName("V1's one flat decoder for both tasks")
  void v1() {
    for (String file : new String[] {"decoder_81_512", "decoder_81_1024"}) {
      try (ModelFolder model =
          new TestFolder(root.resolve(file))
              .named(file + ".safetensors", "0.weight", "4.bias", "blocks.0.ff_a.0.bias")
              .open()) {
        for (WeightSet set :
            new WeightSet[] {WeightSet.GENERATION_DECODER, WeightSet.EDITING_DECODER}) {
          assertThat(model.weights(set).names())
              .containsExactlyInAnyOrder(
                  "adapter.0.weight", "adapter.4.bias", "dit.blocks.0.ff_a.0.bias");
        }
      }
    }
  }

  @Test
  @DisplayName("a file that mixes two layouts is refused")
  void mixed() {
    ModelFolder model =
        new TestFolder(root)
            .named("generation_decoder.safetensors", "pipe.dit.x_embedder.bias", "x_embedder.bias")
            .open();
    assertThatThrownBy(() -> model.weights(WeightSet.GENERATION_DECODER))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("two tensors for 'dit.x_embedder.bias'");
  }

  @Test
  @DisplayName("Black Forest Labs' transformer, the halves of its last modulation swapped")
  void blackForestLabs() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("adapter.0.weight", values(0, 1));
    String[] names = {
      "time_in.in_layer.weight", "time_embedder.timestep_embedder.0.weight",
      "guidance_in.out_layer.bias", "guidance_embedder.timestep_embedder.2.bias",
      "vector_in.in_layer.bias", "pooled_text_embedder.0.bias",
      "txt_in.weight", "context_embedder.weight",
      "img_in.bias", "x_embedder.bias",
      "double_blocks.18.img_mod.lin.weight", "blocks.18.norm1_a.linear.weight",
      "double_blocks.0.txt_mod.lin.bias", "blocks.0.norm1_b.linear.bias",
      "double_blocks.0.img_attn.qkv.weight", "blocks.0.attn.a_to_qkv.weight",
      "double_blocks.0.txt_attn.norm.query_norm.scale", "blocks.0.attn.norm_q_b.weight",
      "double_blocks.0.img_attn.norm.key_norm.scale", "blocks.0.attn.norm_k_a.weight",
      "double_blocks.0.txt_attn.proj.bias", "blocks.0.attn.b_to_out.bias",
      "double_blocks.0.img_mlp.0.weight", "blocks.0.ff_a.0.weight",
      "double_blocks.0.txt_mlp.2.bias", "blocks.0.ff_b.2.bias",
      "single_blocks.37.modulation.lin.bias", "single_blocks.37.norm.linear.bias",
      "single_blocks.1.linear1.weight", "single_blocks.1.to_qkv_mlp.weight",
      "single_blocks.1.linear2.bias", "single_blocks.1.proj_out.bias",
      "single_blocks.1.norm.query_norm.scale", "single_blocks.1.norm_q_a.weight",
      "final_layer.linear.weight", "final_proj_out.weight",
    };
    for (int i = 0; i < names.length; i += 2) {
      tensors.put(names[i], values(i, 1));
    }
    tensors.put("final_layer.adaLN_modulation.1.weight", values(0, 4, 2)); // shift, then scale
    tensors.put("final_layer.adaLN_modulation.1.bias", values(0, 4));
    WeightStore decoder = decoder(tensors);
    assertThat(decoder.names()).hasSize(tensors.size());
    for (int i = 0; i < names.length; i += 2) {
      assertThat(decoder.read("dit." + names[i + 1]).floats()).containsExactly(i);
      assertThat(decoder.entry("dit." + names[i + 1])).isInstanceOf(WeightEntry.InFile.class);
    }
    String modulation = "dit.final_norm_out.linear.";
    assertThat(decoder.read(modulation + "weight").floats())
        .containsExactly(4, 5, 6, 7, 0, 1, 2, 3);
    assertThat(decoder.read(modulation + "bias").floats()).containsExactly(2, 3, 0, 1);
    assertThat(decoder.entry(modulation + "bias")).isInstanceOf(WeightEntry.InMemory.class);
    assertThat(decoder.dim(modulation + "weight", 1)).isEqualTo(2);
  }

  @Test
  @DisplayName("diffusers' transformer, query, key, value and MLP joined")
  void diffusers() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    String block = "transformer_blocks.0.";
    String single = "single_transformer_blocks.0.";
    tensors.put("time_text_embed.text_embedder.linear_2.bias", values(1, 1));
    tensors.put(block + "attn.to_q.weight", values(0, 1, 2));
    tensors.put(block + "attn.to_k.weight", values(2, 1, 2));
    tensors.put(block + "attn.to_v.weight", values(4, 1, 2));
    tensors.put(block + "attn.add_v_proj.bias", values(4, 2));
    tensors.put(block + "attn.add_q_proj.bias", values(0, 2));
    tensors.put(block + "attn.add_k_proj.bias", values(2, 2));
    tensors.put(block + "attn.norm_added_k.weight", values(9, 1));
    tensors.put(block + "attn.to_out.0.bias", values(10, 1));
    tensors.put(block + "ff_context.net.0.proj.bias", values(11, 1));
    tensors.put(block + "norm1_context.linear.bias", values(12, 1));
    tensors.put(single + "attn.to_q.bias", values(0, 1));
    tensors.put(single + "attn.to_k.bias", values(1, 1));
    tensors.put(single + "attn.to_v.bias", values(2, 1));
    tensors.put(single + "proj_mlp.bias", values(3, 4));
    tensors.put(single + "attn.norm_q.weight", values(13, 1));
    tensors.put(single + "proj_out.bias", values(14, 1));
    tensors.put("norm_out.linear.bias", values(0, 4)); // scale, then shift: as it is
    tensors.put("proj_out.bias", values(15, 1));
    WeightStore decoder = decoder(tensors);
    assertThat(decoder.names())
        .containsExactlyInAnyOrder(
            "dit.pooled_text_embedder.2.bias",
            "dit.blocks.0.attn.a_to_qkv.weight",
            "dit.blocks.0.attn.b_to_qkv.bias",
            "dit.blocks.0.attn.norm_k_b.weight",
            "dit.blocks.0.attn.a_to_out.bias",
            "dit.blocks.0.ff_b.0.bias",
            "dit.blocks.0.norm1_b.linear.bias",
            "dit.single_blocks.0.to_qkv_mlp.bias",
            "dit.single_blocks.0.norm_q_a.weight",
            "dit.single_blocks.0.proj_out.bias",
            "dit.final_norm_out.linear.bias",
            "dit.final_proj_out.bias");
    assertThat(decoder.entry("dit.blocks.0.attn.a_to_qkv.weight").shape())
        .isEqualTo(Shape.of(3, 2));
    assertThat(decoder.read("dit.blocks.0.attn.a_to_qkv.weight").floats())
        .containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(decoder.read("dit.blocks.0.attn.b_to_qkv.bias").floats())
        .containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(decoder.read("dit.single_blocks.0.to_qkv_mlp.bias").floats())
        .containsExactly(0, 1, 2, 3, 4, 5, 6);
    assertThat(decoder.read("dit.final_norm_out.linear.bias").floats()).containsExactly(0, 1, 2, 3);
  }

  @Test
  @DisplayName("diffusers' transformer is refused when a part is missing or does not fit")
  void diffusersIncomplete() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("transformer_blocks.0.attn.to_q.weight", values(0, 1, 2));
    tensors.put("transformer_blocks.0.attn.to_v.weight", values(0, 1, 2));
    assertThatThrownBy(() -> decoder(tensors))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("2 of the 3 parts of 'dit.blocks.0.attn.a_to_qkv.weight'");
    tensors.put("transformer_blocks.0.attn.to_k.weight", values(0, 1, 3));
    assertThatThrownBy(() -> decoder(tensors))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("parts that do not fit: F32 [1,2] and F32 [1,3]");
  }

  @Test
  @DisplayName("a projector alone is joined with FLUX's own transformer")
  void projectorAlone() {
    try (ModelFolder model =
        new TestFolder(root)
            .named("edit_decoder.safetensors", "embedding_merger.projector.0.weight")
            .named("FLUX/FLUX.1-dev/flux1-dev.safetensors", "img_in.weight")
            .open()) {
      WeightStore decoder = model.weights(WeightSet.EDITING_DECODER);
      assertThat(decoder.names())
          .containsExactly("embedding_merger.projector.0.weight", "dit.x_embedder.weight");
      assertThat(decoder.where()).contains("edit_decoder.safetensors and", "flux1-dev.safetensors");
    }
  }

  @Test
  @DisplayName("diffusers' autoencoder, its decoder counted from the other end")
  void autoencoder() {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    String[] names = {
      "encoder.conv_in.weight", "encoder.conv_in.weight",
      "encoder.down_blocks.1.resnets.0.norm1.weight", "encoder.down.1.block.0.norm1.weight",
      "encoder.down_blocks.1.resnets.0.conv_shortcut.bias",
          "encoder.down.1.block.0.nin_shortcut.bias",
      "encoder.down_blocks.0.downsamplers.0.conv.bias", "encoder.down.0.downsample.conv.bias",
      "encoder.mid_block.resnets.1.conv2.bias", "encoder.mid.block_2.conv2.bias",
      "encoder.mid_block.attentions.0.group_norm.bias", "encoder.mid.attn_1.norm.bias",
      "encoder.conv_norm_out.bias", "encoder.norm_out.bias",
      "decoder.up_blocks.0.resnets.2.conv1.bias", "decoder.up.2.block.2.conv1.bias",
      "decoder.up_blocks.2.resnets.0.conv_shortcut.bias", "decoder.up.0.block.0.nin_shortcut.bias",
      "decoder.up_blocks.1.upsamplers.0.conv.bias", "decoder.up.1.upsample.conv.bias",
      "decoder.mid_block.attentions.0.to_out.0.bias", "decoder.mid.attn_1.proj_out.bias",
      "decoder.conv_norm_out.weight", "decoder.norm_out.weight",
    };
    for (int i = 0; i < names.length; i += 2) {
      tensors.put(names[i], values(i, 1));
    }
    tensors.put("decoder.mid_block.attentions.0.to_q.weight", values(0, 2, 2));
    try (ModelFolder model =
        new TestFolder(root)
            .tensors("FLUX/FLUX.1-dev/vae/diffusion_pytorch_model.safetensors", tensors)
            .open()) {
      WeightStore autoencoder = model.weights(WeightSet.AUTOENCODER);
      for (int i = 0; i < names.length; i += 2) {
        assertThat(autoencoder.read(names[i + 1]).floats()).as(names[i]).containsExactly(i);
      }
      assertThat(autoencoder.entry("decoder.mid.attn_1.q.weight").shape())
          .isEqualTo(Shape.of(2, 2, 1, 1));
    }
  }

  @Test
  @DisplayName("the backbone and the text encoders of newer transformers")
  void newerTransformers() {
    try (ModelFolder model =
        new TestFolder(root)
            .named(
                "model.safetensors",
                "model.language_model.layers.0.input_layernorm.weight",
                "model.visual.blocks.0.norm1.weight",
                "lm_head.weight",
                "vision_head.weight")
            .named("text_encoder/model.safetensors", "embeddings.token_embedding.weight")
            .named("text_encoder_2/model.safetensors", "encoder.embed_tokens.weight")
            .open()) {
      assertThat(model.weights(WeightSet.BACKBONE).names())
          .containsExactlyInAnyOrder(
              "model.layers.0.input_layernorm.weight",
              "visual.blocks.0.norm1.weight",
              "lm_head.weight",
              "vision_head.weight");
      assertThat(model.weights(WeightSet.CLIP_TEXT_ENCODER).names())
          .containsExactly("text_model.embeddings.token_embedding.weight");
      assertThat(model.weights(WeightSet.T5_TEXT_ENCODER).has("shared.weight")).isTrue();
    }
  }

  private WeightStore decoder(Map<String, Tensor> tensors) {
    return new TestFolder(root)
        .tensors("generation_decoder.safetensors", tensors)
        .open()
        .weights(WeightSet.GENERATION_DECODER);
  }

  /** first, first + 1, … */
  private static Tensor values(int first, long... dims) {
    float[] values = new float[(int) Shape.of(dims).elements()];
    for (int i = 0; i < values.length; i++) {
      values[i] = first + i;
    }
    return Tensor.of(values, dims);
  }
}
